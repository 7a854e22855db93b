// The ranking of a room: rows that glide to their new place when the weights change. Texts are written as texts.

const ROW = 132;

const filled = (node, row) => {
  const bar = scoreBar(row), title = element("span", { class: "jc-podium-title" }, row.title);
  const verdict = verdictChip(row), score = element("span", { class: "jc-podium-score" }, row.score_text);
  const line = element("span", { class: "jc-podium-line" }, verdict, score);
  const votes = row.votes ? element("span", { class: "jc-podium-votes" }, row.votes) : null;
  node.replaceChildren(element("span", { class: "jc-podium-rank" }, row.rank), element("span", { class: "jc-podium-body" }, title, line, bar, votes));
};

export default ({ data, parentElement }) => {
  const list = parentElement.querySelector("ol") ?? element("ol", { class: "jc-podium" });
  list.setAttribute("aria-label", data.label);
  list.setAttribute("aria-live", "polite");
  const known = new Map([...list.children].map((node) => [node.dataset.site, node]));
  data.rows.forEach((row, place) => {
    const node = known.get(row.id) ?? element("li", {});
    known.delete(row.id);
    node.dataset.site = row.id;
    filled(node, row);
    node.style.transform = `translateY(${place * ROW}px)`;
    node.style.order = place;
    if (!node.parentElement) list.append(node);
  });
  for (const node of known.values()) node.remove();
  list.style.height = `${data.rows.length * ROW}px`;
  if (!list.parentElement) parentElement.append(list);
};
