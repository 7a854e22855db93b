// The list of cards beside the map, which is a frame of the same origin.

const light = (place) => {
  for (const frame of document.querySelectorAll('iframe[title="streamlit_folium.st_folium"]')) frame.contentWindow?.Jachere?.hover(place);
};

const item = (card, chosen, choose) => {
  const row = cardButton(card, () => choose(card.id)), button = row.firstChild;
  if (card.id === chosen) button.setAttribute("aria-current", "true");
  button.onmouseenter = button.onfocus = () => light(card.place);
  button.onmouseleave = button.onblur = () => light(null);
  return row;
};

const reveal = (list, button) => {  // in the list alone: the page stays where it is
  if (!button) return;
  const whole = list.getBoundingClientRect(), own = button.getBoundingClientRect();
  list.scrollTop += Math.min(0, own.top - whole.top) || Math.max(0, own.bottom - whole.bottom);
};

export default ({ data, parentElement, setTriggerValue }) => {
  const list = parentElement.querySelector("ol") ?? element("ol", { class: "jc-cards" }), top = list.scrollTop;
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...data.cards.map((card) => item(card, data.chosen, (id) => setTriggerValue("site", id))));
  if (data.more) {
    const attributes = { type: "button", class: "jc-more", onclick: () => setTriggerValue("more", true) };
    list.append(element("li", {}, element("button", attributes, data.more)));
  }
  parentElement.append(list);
  list.scrollTop = top;
  if (list.dataset.chosen !== (data.chosen ?? "")) {
    reveal(list, list.querySelector("[aria-current]"));
  }
  list.dataset.chosen = data.chosen ?? "";
};
