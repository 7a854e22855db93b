// The ranking of a room: rows that glide to their new place when the weights change. Texts are written as texts.

const LOWEST = 84, HIGHEST = 232, BELOW = 0.1;

const filled = (node, row) => {
  const references = row.references ? element("small", {}, row.references) : null;
  const title = element("span", { class: "jc-podium-title" }, row.title, " ", references);
  const votes = row.votes ? element("span", { class: "jc-podium-votes" }, row.votes) : null;
  const line = element("span", { class: "jc-podium-line" }, verdictChip(row), element("span", { class: "jc-podium-score" }, row.score_text), votes);
  node.replaceChildren(element("span", { class: "jc-podium-rank" }, row.rank), element("span", { class: "jc-podium-body" }, title, line, scoreBar(row)));
};

const rowHeight = (list, count) => {
  const room = innerHeight * (1 - BELOW) - list.getBoundingClientRect().top;
  return Math.max(LOWEST, Math.min(HIGHEST, room / count));
};

export default ({ data, parentElement }) => {
  const list = parentElement.querySelector("ol") ?? element("ol", { class: "jc-podium" });
  if (!list.parentElement) parentElement.append(list);
  list.setAttribute("aria-label", data.label);
  list.setAttribute("aria-live", "polite");
  const known = new Map([...list.children].map((node) => [node.dataset.site, node]));
  const high = rowHeight(list, data.rows.length);
  list.classList.toggle("jc-few", data.rows.length < 4);
  data.rows.forEach((row, place) => {
    const node = known.get(row.id) ?? element("li", {});
    known.delete(row.id);
    node.dataset.site = row.id;
    filled(node, row);
    node.style.height = `${high - 8}px`;
    node.style.transform = `translateY(${place * high}px)`;
    if (!node.parentElement) list.append(node);
  });
  for (const node of known.values()) node.remove();
  list.style.height = `${data.rows.length * high}px`;
};
