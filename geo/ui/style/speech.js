// Streamlit speaks English alone: its own words, and the language of the document, become those of the page.

const NAMES = ["aria-label", "placeholder", "title"];
const TEXTS = '[data-testid="stSkipLink"], a[href^="#"]:first-child, [role="listbox"], [data-testid="stFileUploader"], [data-testid="InputInstructions"]';

let watcher;

const said = (text, words) => {
  const found = words.find(([heard]) => heard.test(text));
  return found ? text.replace(...found) : text;
};

const speakNames = (node, words) => {
  for (const name of NAMES) {
    const heard = node.getAttribute(name);
    if (heard && said(heard, words) !== heard) node.setAttribute(name, said(heard, words));
  }
};

const speakText = (node, words) => {
  const told = said(node.nodeValue, words);
  if (told !== node.nodeValue) node.nodeValue = told;
};

const speakTexts = (root, words) => {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) speakText(walk.currentNode, words);
};

const speak = (root, words) => {
  for (const node of [root, ...root.querySelectorAll(NAMES.map((name) => `[${name}]`).join())]) speakNames(node, words);
  const texts = root.closest(TEXTS) ? [root] : root.querySelectorAll(TEXTS);
  for (const node of texts) speakTexts(node, words);
};

export default ({ data }) => {
  document.documentElement.lang = data.language;
  const words = data.words.map(([heard, told]) => [new RegExp(`^${heard}$`), told]);
  watcher?.disconnect();
  watcher = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") speakNames(target, words);
      if (type === "characterData" && target.parentElement?.closest(TEXTS)) speakText(target, words);
      for (const node of addedNodes) {
        if (node instanceof Element) speak(node, words);
        else if (node instanceof Text && node.parentElement?.closest(TEXTS)) speakText(node, words);
      }
    }
  });
  watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES });
  speak(document.body, words);
};
