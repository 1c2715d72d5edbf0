/** What prints of the page is what its preview shows: the browser's own command prints the page, of which the frame is a window onto
 *  one screen of the edition. While the browser prints, the edition stands in the page, with its own look and pages. */
export function printsEdition(frame: HTMLIFrameElement): () => void {
  let putBack = (): void => undefined;
  const before = () => {
    putBack();
    putBack = lay(frame);
  };
  const after = () => {
    putBack();
    putBack = () => undefined;
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    after();
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}

/** Puts the edition of a frame in the place of the page; how to put the page back. */
function lay(frame: HTMLIFrameElement): () => void {
  const inside = frame.contentDocument;
  if (inside === null) return () => undefined;
  const edition = document.createElement("div");
  edition.dataset.printed = "";
  edition.append(...[...inside.body.childNodes].map((node) => document.importNode(node, true)));
  for (const link of edition.querySelectorAll('a[href^="about:srcdoc#"]')) {
    link.setAttribute("href", (link.getAttribute("href") ?? "").replace("about:srcdoc", ""));
  }
  // A sheet belongs to the document that it was made in.
  const sheets = inside.adoptedStyleSheets.map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join("\n"));
  const made = [...sheets, "body > :not([data-printed]) { display: none !important; }"].map((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    return sheet;
  });
  const root = document.documentElement;
  const { lang, dir } = root;
  const { title } = document;
  const adopted = [...document.adoptedStyleSheets];
  const own = [...document.styleSheets].filter((sheet) => !sheet.disabled);

  own.forEach((sheet) => (sheet.disabled = true));
  document.adoptedStyleSheets = made;
  ({ lang: root.lang, dir: root.dir } = inside.documentElement);
  // A file that is printed to takes its name from it.
  document.title = inside.title;
  document.body.append(edition);
  return () => {
    edition.remove();
    own.forEach((sheet) => (sheet.disabled = false));
    document.adoptedStyleSheets = adopted;
    [root.lang, root.dir, document.title] = [lang, dir, title];
  };
}
