// The list of cards. Texts come from files: they are written with textContent only.
const element = (tag, name, text) => {
  const made = document.createElement(tag);
  made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
};

const bar = (card) => {
  const made = element("span", "jc-bar");
  made.ariaHidden = "true";
  if (card.score === null) return made;
  const range = element("span", "jc-bar-range");
  range.style.left = `${card.low}%`;
  range.style.width = `${card.high - card.low}%`;
  const point = element("span", "jc-bar-point");
  point.style.left = `${card.score}%`;
  made.append(range, point);
  return made;
};

const chip = (card) => {
  const made = element("span", "jc-chip");
  const mark = element("span", "jc-mark", `${card.mark} `);
  mark.style.color = card.colour;
  mark.ariaHidden = "true";
  made.append(mark, card.verdict_text);
  return made;
};

// The map is a frame of the same origin, which may still be loading.
const light = (place) => {
  for (const frame of document.querySelectorAll(".st-key-map iframe")) {
    frame.contentWindow?.Jachere?.hover?.(place);
  }
};

const row = (card, chosen, choose) => {
  const button = element("button", "jc-card");
  button.type = "button";
  if (card.id === chosen) button.setAttribute("aria-current", "true");
  const text = element("span", "jc-text");
  text.append(
    element("strong", "", card.title),
    chip(card),
    element("span", "jc-score", card.score_text),
    bar(card),
    element("span", "jc-detail", card.detail),
  );
  button.append(element("span", "jc-rank", card.rank), text);
  button.onclick = () => choose(card.id);
  button.onmouseenter = button.onfocus = () => light(card.place);
  button.onmouseleave = button.onblur = () => light(null);
  const item = document.createElement("li");
  item.append(button);
  return item;
};

export default ({ data, parentElement, setTriggerValue }) => {
  let list = parentElement.querySelector("ol");
  if (!list) {
    list = element("ol", "jc-list");
    parentElement.append(list);
  }
  const top = list.scrollTop;
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...data.cards.map((card) => row(card, data.chosen, (id) => setTriggerValue("site", id))));
  if (data.more) {
    const more = element("button", "jc-more", data.more);
    more.type = "button";
    more.onclick = () => setTriggerValue("more", true);
    const item = document.createElement("li");
    item.append(more);
    list.append(item);
  }
  list.scrollTop = top;
  const current = list.querySelector("[aria-current]");
  if (current && list.dataset.chosen !== data.chosen) current.scrollIntoView({ block: "nearest" });
  list.dataset.chosen = data.chosen ?? "";
};
