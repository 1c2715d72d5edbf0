/* Loaded before a server (LD_PRELOAD), this makes its disk fail as disks do, from the moment on that a file is in $FAULTS:
   `full`: no room, for whatever is written to the database; `flush`: a flush fails with an I/O error. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(const char *fault, int fd) {
  const char *place = getenv("FAULTS");
  char path[4096], name[4096];
  ssize_t length;
  if (place == NULL) return 0;
  snprintf(path, sizeof path, "%s/%s", place, fault);
  if (access(path, F_OK) != 0) return 0;
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  length = readlink(path, name, sizeof name - 1);
  if (length < 0) return 0;
  name[length] = 0;
  return strstr(name, "adref.db") != NULL;
}

#define NEXT(name, type) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *bytes, size_t count) {
  if (fails("full", fd)) return errno = ENOSPC, -1;
  return NEXT("write", ssize_t (*)(int, const void *, size_t))(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  if (fails("full", fd)) return errno = ENOSPC, -1;
  return NEXT("pwrite", ssize_t (*)(int, const void *, size_t, off_t))(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  if (fails("full", fd)) return errno = ENOSPC, -1;
  return NEXT("pwrite64", ssize_t (*)(int, const void *, size_t, off64_t))(fd, bytes, count, at);
}

int fsync(int fd) {
  if (fails("flush", fd)) return errno = EIO, -1;
  return NEXT("fsync", int (*)(int))(fd);
}

int fdatasync(int fd) {
  if (fails("flush", fd)) return errno = EIO, -1;
  return NEXT("fdatasync", int (*)(int))(fd);
}
