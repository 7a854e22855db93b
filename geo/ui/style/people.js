// The people of a meeting. Names are anybody's: they are written as texts.

const cell = (text, label) => element("td", {}, element("span", { "aria-hidden": "true" }, text ? "✓" : "–"), element("span", { class: "jc-unseen" }, label));

const person = (row, data, move) => {
  const note = row.note ? element("small", {}, row.note) : null;
  const button = row.action ? element("button", { type: "button", class: "jc-quiet", onclick: () => move(row.id), "aria-label": `${row.action} : ${row.name}` }, row.action) : null;
  return element("tr", { class: row.note ? "jc-away" : "" },
    element("th", { scope: "row" }, row.name, " ", note),
    element("td", {}, row.group),
    cell(row.weighed, row.weighed ? data.yes : data.no), cell(row.voted, row.voted ? data.yes : data.no),
    element("td", {}, button));
};

export default ({ data, parentElement, setTriggerValue }) => {
  const heads = data.heads.map((head) => element("th", { scope: "col" }, head));
  heads.push(element("th", { scope: "col" }, element("span", { class: "jc-unseen" }, data.action)));
  const focused = document.activeElement?.closest?.("[data-person]")?.dataset.person;
  const rows = data.rows.map((row) => {
    const line = person(row, data, (id) => setTriggerValue("moved", id));
    line.dataset.person = row.id;
    return line;
  });
  const table = element("table", { class: "jc-table jc-people" },
    element("caption", {}, data.caption), element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  parentElement.replaceChildren(table);
  if (focused) table.querySelector(`[data-person="${CSS.escape(focused)}"] button`)?.focus();
};
