// Shapes: from the whole numbers of the document to paths, and from paths to paint.
// A path is kept in centimetres of the map's plane; the canvas scales it, so nothing is projected twice.

const PAPER = "#FFFFFF";
const BLOCK = 256;
const HATCH = 9;

const emptyBox = () => ({ west: Infinity, south: Infinity, east: -Infinity, north: -Infinity });

function stretch(box, x, y) {
  if (x < box.west) box.west = x;
  if (x > box.east) box.east = x;
  if (y < box.south) box.south = y;
  if (y > box.north) box.north = y;
}

function stretchBox(box, other) {
  stretch(box, other.west, other.south);
  stretch(box, other.east, other.north);
}

const meets = (box, other) =>
  box.west <= other.east && box.east >= other.west && box.south <= other.north && box.north >= other.south;

const isIn = (box, x, y, margin) =>
  x >= box.west - margin && x <= box.east + margin && y >= box.south - margin && y <= box.north + margin;

const centreOf = (box) => ({ x: (box.west + box.east) / 2, y: (box.south + box.north) / 2 });

function decode(rings, kind) {
  const shape = { path: new Path2D(), box: emptyBox(), kind, points: [] };
  for (const ring of rings) {
    let x = 0, y = 0;
    for (let i = 0; i < ring.length; i += 2) {
      x += ring[i];
      y += ring[i + 1];
      if (i === 0) shape.path.moveTo(x, y);
      else shape.path.lineTo(x, y);
      stretch(shape.box, x, y);
      if (kind === "p") shape.points.push({ x, y });
    }
    if (kind === "a") shape.path.closePath();
  }
  return shape;
}

// Hundreds of neighbours become one path: context is painted in a few strokes.
function blocksOf(shapes) {
  const blocks = [];
  const extended = shapes.filter((shape) => shape.kind !== "p");
  for (let start = 0; start < extended.length; start += BLOCK) {
    const block = { path: new Path2D(), box: emptyBox() };
    for (const shape of extended.slice(start, start + BLOCK)) {
      block.path.addPath(shape.path);
      stretchBox(block.box, shape.box);
    }
    blocks.push(block);
  }
  return blocks;
}

function disc(x, y, radius) {
  const path = new Path2D();
  path.arc(x, y, radius, 0, 2 * Math.PI);
  return path;
}

function diamond(x, y, radius) {
  const path = new Path2D();
  for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) path.lineTo(x + dx * radius, y + dy * radius);
  path.closePath();
  return path;
}

function hatching(context, colour, unit) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 2 * HATCH;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.lineCap = "square";
  for (const shift of [-2 * HATCH, 0, 2 * HATCH]) {
    pen.moveTo(shift, 2 * HATCH);
    pen.lineTo(shift + 2 * HATCH, 0);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(unit / 2, -unit / 2));
  return pattern;
}

function fillArea(context, path, style, unit) {
  if (style.fill) {
    context.globalAlpha = style.opacity;
    context.fillStyle = style.fill;
    context.fill(path);
  }
  context.globalAlpha = 1;
  if (style.hatch) {
    context.fillStyle = hatching(context, style.hatch, unit);
    context.fill(path);
  }
}

function strokeLine(context, path, colour, width, dash) {
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.setLineDash(dash);
  context.stroke(path);
}

// The white edge goes under the fill, so that it stays outside the outline; between dashes shows `gaps`, or white.
// `unit` is one pixel in the units of the path; `strength` thins lines where the map is seen from far.
function paint(context, path, style, { unit = 1, strength = 1, area = true } = {}) {
  const width = style.width * strength * unit;
  context.lineJoin = context.lineCap = "round";
  context.globalAlpha = 1;
  if (style.halo) strokeLine(context, path, PAPER, width + 2 * style.halo * strength * unit, []);
  if (area) fillArea(context, path, style, unit);
  if (!style.stroke) return;
  if (style.halo && style.dash.length) strokeLine(context, path, style.gaps ?? PAPER, width, []);
  if (style.dash.length) context.lineCap = "butt";
  strokeLine(context, path, style.stroke, width, style.dash.map((length) => length * unit));
}
