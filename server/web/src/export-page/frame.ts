/** What the frame of the preview begins with. Its address, `about:srcdoc`, has the page's policy, and no script runs in it. */
export const EMPTY = "<!doctype html><title></title>";

/** Shows an edition, which is a whole HTML document, in the frame of the preview. The page's policy forbids styles that stand in a
 *  document, so those of the edition are taken out and adopted as sheets. Where the reader was is kept. */
export function showEdition(frame: HTMLIFrameElement, html: string): void {
  const [inside, view] = [frame.contentDocument, frame.contentWindow as (Window & typeof globalThis) | null];
  if (inside === null || view === null) return;
  const sheets: CSSStyleSheet[] = [];
  // Before it is parsed: parsing alone would offend the policy. The words of an edition are escaped and hold no tag.
  const unstyled = html.replaceAll(/<style>(.*?)<\/style>/gs, (_, rules: string) => {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(rules);
    sheets.push(sheet);
    return "";
  });
  const edition = new DOMParser().parseFromString(unstyled, "text/html");
  // A link inside the edition would lead to the page: a frame of this kind has the page's address to begin its own with.
  for (const link of edition.querySelectorAll('a[href^="#"]')) {
    link.setAttribute("href", `about:srcdoc${link.getAttribute("href")}`);
  }
  const { scrollX, scrollY } = view;
  inside.adoptedStyleSheets = sheets;
  inside.documentElement.replaceWith(inside.adoptNode(edition.documentElement));
  view.scrollTo(scrollX, scrollY);
}
