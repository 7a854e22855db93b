// The rank of each site on the picture of the room's map. A list beside the map says the same in words.

const SVG = "http://www.w3.org/2000/svg";

const shape = (tag, attributes, text) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return node;
};

const pin = (row, radius) => {
  const [x, y] = row.number, [toX, toY] = row.at;
  const group = shape("g", {});
  group.append(
    shape("path", { d: `M${x} ${y}L${toX} ${toY}`, stroke: "#fff", "stroke-width": 9, "stroke-linecap": "round" }),
    shape("path", { d: `M${x} ${y}L${toX} ${toY}`, stroke: row.colour, "stroke-width": 5, "stroke-linecap": "round" }),
    shape("circle", { cx: toX, cy: toY, r: 6, fill: row.colour, stroke: "#fff", "stroke-width": 2 }),
    shape("circle", { cx: x, cy: y, r: radius, fill: row.colour, stroke: "#fff", "stroke-width": 4 }),
    shape("text", { x, y: y + radius * 0.38, "text-anchor": "middle", "font-size": radius * 1.1, "font-weight": 700, fill: row.ink }, row.rank),
  );
  return group;
};

export default ({ data, parentElement }) => {
  const plane = shape("svg", { viewBox: `0 0 ${data.width} ${data.height}`, class: "jc-pins", "aria-hidden": "true" });
  plane.append(...data.rows.map((row) => pin(row, data.radius)).reverse());  // the best on top
  parentElement.replaceChildren(plane);
};
