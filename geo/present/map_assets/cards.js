// What the map's panel, the standalone page and the app's list are made of. Texts are written as texts, never as markup.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

function verdictChip({ verdict, mark, colour }) {
  const shape = element("span", { "aria-hidden": "true" }, mark);
  shape.style.color = colour;
  return element("span", { class: "jc-chip" }, shape, " ", verdict);
}

function scoreBar({ score, low, high }) {
  if (score === null) return null;
  const range = element("span", { class: "jc-bar-range" }), point = element("span", { class: "jc-bar-point" });
  range.style.left = `${low}%`;
  range.style.width = `${high - low}%`;
  point.style.left = `${score}%`;
  return element("span", { class: "jc-bar", "aria-hidden": "true" }, range, point);
}

function sunMark({ sun }) {
  return sun ? element("span", { class: "jc-sun" }, element("i", { "aria-hidden": "true" }, "\u2600\ufe0e "), sun, " · ") : "";
}

function cardButton(card, choose) {
  return element("li", {},
    element("button", { type: "button", class: "jc-card", onclick: choose },
      element("span", { class: "jc-rank" }, card.rank),
      element("span", { class: "jc-card-text" },
        element("strong", {}, card.title), verdictChip(card),
        element("span", { class: "jc-score" }, card.score_text), scoreBar(card),
        card.detail ? element("span", { class: "jc-detail" }, sunMark(card), card.detail) : null)));
}
