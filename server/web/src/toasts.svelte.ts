export interface Toast {
  id: number;
  tone: "info" | "warning" | "error";
  message: string;
  hint: string;
}

const SHOWN_FOR_MS = 6_000;

class Toasts {
  list = $state<Toast[]>([]);
  private next = 1;

  show(tone: Toast["tone"], message: string, hint = ""): void {
    // The same words twice in a row are one toast that stays longer.
    const same = this.list.find((toast) => toast.message === message);
    if (same !== undefined) this.dismiss(same.id);
    const id = this.next++;
    this.list.push({ id, tone, message, hint });
    setTimeout(() => this.dismiss(id), SHOWN_FOR_MS + (tone === "error" ? SHOWN_FOR_MS : 0));
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
