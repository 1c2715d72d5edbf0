#!/usr/bin/env bash
# need.sh TOOL…: makes sure of what the build and the tests use and no package manager of ours brings.
#
#   rust           cargo and rustc 1.92 or newer, and a C compiler (SQLite and every linked program want one)
#   node           Node 20.19 or newer with npm
#   browser        Chromium and a font with Chinese characters, for the browser tests
#   schemathesis   what asks the HTTP API for all that its description says, in a Python environment of its own below target/
#   office         LibreOffice Writer and Calc, pandoc, poppler's and libxml2's tools and Noto fonts: programs that read what is exported
#   ooxml          the validator of the Open XML SDK (MIT, as an npm package brings it) below target/: the judge of DOCX
#   html           html-validate (MIT) below target/: the judge of HTML
#   akn            the schema of Akoma Ntoso 3.0 (CC-BY 4.0, as the Python package cobalt brings it) below target/, and xmllint
#   outloud        what holds a PDF against the rules for accessible ones, likewise
#   audit          cargo-audit, which fetches the list of known weaknesses of Rust libraries; it is named and not installed, as it takes
#                  minutes to compile
#   openssl        what makes the certificate of a provider of identities in the tests
#   pdf            poppler's programs, which read a PDF back, and the fonts that it is set in
#
# On Debian and its kin, as root or with a sudo that asks nothing, what is missing is installed; elsewhere it is named,
# with the command that installs it.
set -euo pipefail

missing=()
lack() { missing+=("$1"); }

apt_install() {
  local as_root=()
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n)
  fi
  echo "need: installing $*" >&2
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -q >&2 && "${as_root[@]}" apt-get install -yq --no-install-recommends "$@" >&2
}

at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

need_rust() {
  local version
  if ! command -v cargo >/dev/null || ! command -v rustc >/dev/null; then
    lack "Rust 1.92 or newer: see https://rustup.rs"
  else
    version=$(rustc --version | cut -d' ' -f2)
    at_least 1.92 "$version" || lack "Rust 1.92 or newer (here is $version): rustup update stable"
  fi
  command -v cc >/dev/null || apt_install gcc libc6-dev || lack "a C compiler: sudo apt-get install gcc libc6-dev"
}

need_node() {
  local version
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    lack "Node 20.19 or newer with npm: see https://nodejs.org"
  else
    version=$(node --version)
    at_least 20.19 "${version#v}" || lack "Node 20.19 or newer (here is $version): see https://nodejs.org"
  fi
}

has_browser() {
  [ -n "${ADREF_CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    command -v google-chrome >/dev/null || [ -d "/Applications/Google Chrome.app" ]
}

has_chinese_font() {
  [ "$(uname)" = Darwin ] && return # macOS brings its own
  if command -v fc-list >/dev/null; then
    [ -n "$(fc-list :lang=zh-cn family)" ]
  else
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts -iname '*cjk*' 2>/dev/null)" ]
  fi
}

need_browser() {
  has_browser || apt_install chromium fonts-noto-cjk ||
    lack "Chromium: sudo apt-get install chromium (or set ADREF_CHROMIUM to a Chrome or Chromium program)"
  has_chinese_font || apt_install fonts-noto-cjk ||
    lack "a font with Chinese characters: sudo apt-get install fonts-noto-cjk"
}

# from_pypi NAME REQUIREMENTS: an environment of its own below target/, made again when the list of packages changes
from_pypi() {
  local here packages environment stamp
  here=$(cd "$(dirname "$0")/.." && pwd)
  packages=$here/$2
  environment=${CARGO_TARGET_DIR:-$here/target}/$1
  stamp=$environment/requirements.txt
  cmp -s "$packages" "$stamp" && return
  # Debian keeps ensurepip, without which an environment has no pip, in a package of its own.
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3 python3-venv || {
    lack "Python 3.10 or newer with venv: sudo apt-get install python3 python3-venv"
    return
  }
  rm -rf "$environment"
  if python3 -m venv "$environment" &&
    "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$packages"; then
    cp "$packages" "$stamp"
  else
    lack "$1: pip could not install what $2 lists"
  fi
}

need_office() {
  local program package
  for program in soffice:libreoffice-writer localc:libreoffice-calc pandoc:pandoc pdftotext:poppler-utils xmllint:libxml2-utils; do
    package=${program#*:}
    command -v "${program%%:*}" >/dev/null || apt_install "$package" || lack "$package: sudo apt-get install $package"
  done
  if command -v fc-list >/dev/null && [ -z "$(fc-list 'Noto Naskh Arabic' family)" ]; then
    apt_install fonts-noto-core || lack "a font with Arabic letters: sudo apt-get install fonts-noto-core"
  fi
}

# from_npm NAME FOLDER: a folder of its own below target/ with what FOLDER/package.json lists, made again when that changes
from_npm() {
  local here environment
  here=$(cd "$(dirname "$0")/.." && pwd)
  environment=${CARGO_TARGET_DIR:-$here/target}/$1
  cmp -s "$here/$2/package-lock.json" "$environment/installed" && return
  need_node
  rm -rf "$environment"
  mkdir -p "$environment"
  cp "$here/$2/package.json" "$here/$2/package-lock.json" "$environment"
  if (cd "$environment" && npm ci --silent --no-audit --no-fund >&2); then
    cp "$environment/package-lock.json" "$environment/installed"
  else
    lack "$1: npm could not install what $2/package.json lists"
  fi
}

need_ooxml() { from_npm ooxml tests/docx; }

need_html() { from_npm html tests/html; }

need_akn() {
  local here packages environment
  here=$(cd "$(dirname "$0")/.." && pwd)
  packages=$here/tests/akn/requirements.txt
  environment=${CARGO_TARGET_DIR:-$here/target}/akn
  command -v xmllint >/dev/null || apt_install libxml2-utils || lack "xmllint: sudo apt-get install libxml2-utils"
  cmp -s "$packages" "$environment/requirements.txt" && return
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3 python3-venv || {
    lack "Python 3.10 or newer with venv: sudo apt-get install python3 python3-venv"
    return
  }
  rm -rf "$environment"
  # Only its data is used: what it depends on is left out.
  if python3 -m venv "$environment/python" &&
    "$environment/python/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$packages" &&
    cp "$environment"/python/lib/python3*/site-packages/cobalt/xsd/{akomantoso30,xml}.xsd "$environment"; then
    rm -rf "$environment/python"
    cp "$packages" "$environment/requirements.txt"
  else
    lack "the schema of Akoma Ntoso: pip could not install what tests/akn/requirements.txt lists"
  fi
}

need_audit() {
  need_node
  cargo audit --version >/dev/null 2>&1 || lack "cargo-audit: cargo install cargo-audit --locked"
}

need_schemathesis() { from_pypi schemathesis tests/api/requirements.txt; }

need_openssl() { command -v openssl >/dev/null || apt_install openssl || lack "openssl: sudo apt-get install openssl"; }

need_outloud() { from_pypi outloud client-core/export/pdf/tests/requirements.txt; }

need_pdf() {
  command -v pdftotext >/dev/null || apt_install poppler-utils || lack "poppler: sudo apt-get install poppler-utils"
  local folder=/usr/share/fonts
  [ -e $folder/truetype/noto/NotoSerif-Regular.ttf ] && [ -e $folder/opentype/noto/NotoSerifCJK-Regular.ttc ] ||
    apt_install fonts-noto-core fonts-noto-cjk || lack "fonts: sudo apt-get install fonts-noto-core fonts-noto-cjk"
}

for tool in "$@"; do
  case $tool in
    audit | rust | node | browser | schemathesis | office | ooxml | html | akn | openssl | outloud | pdf) "need_$tool" ;;
    *)
      echo "need: what is '$tool'?" >&2
      exit 2
      ;;
  esac
done

if [ ${#missing[@]} -gt 0 ]; then
  printf 'missing: %s\n' "${missing[@]}" >&2
  exit 1
fi
