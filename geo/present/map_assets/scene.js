// The scene: what is drawn, in which order, and what lies under a point.
// Three sheets: quiet context, then subjects (neighbourhoods, fallow land, sites), then marks (hover, choice, ranks).
// Pictures, when the reader switches them on, lie between the context and the subjects.

const EARTH = 2 * Math.PI * 6378137;
const UNITS_PER_METRE = 100;
const SMALL = 9;
const DOT = 4.5;
const HIDDEN = "-";
const CELLS_SHOW = 17;

function sceneOf(map, territory) {
  const scene = { map, territory, classes: null, selected: null, hovered: null, ranked: [], plan: null, sheets: {} };
  scene.layers = territory.layers.map((layer) => ({ ...layer, shown: layer.shown, drawn: null }));
  scene.pictures = territory.pictures.map((picture) => ({ ...picture, image: null }));
  scene.sites = territory.sites.rings.map((rings) => decode(rings, "a"));
  return scene;
}

// A layer is decoded when it is first seen: most parcels never are.
function drawnOf(layer) {
  if (!layer.drawn) {
    const shapes = layer.rings.map((rings, index) => decode(rings, layer.kinds[index]));
    layer.drawn = { shapes, blocks: blocksOf(shapes), spots: shapes.filter((shape) => shape.kind === "p") };
  }
  return layer.drawn;
}

const isSeen = (scene, layer) => layer.shown && scene.map.getZoom() >= layer.style.zoom;

const isSiteShown = (scene, index) => scene.classes !== null && scene.classes[index] !== HIDDEN;

const isPictured = (scene) => scene.pictures.some(({ image }) => image !== null);

const siteStyle = (scene, index) => scene.territory.styles[scene.classes.charCodeAt(index) - 97];

function placement(scene) {
  const { map, territory } = scene;
  const metres = L.point(territory.origin).divideBy(UNITS_PER_METRE);
  const start = map.project(L.CRS.EPSG3857.projection.unproject(metres)).subtract(map.getPixelOrigin());
  const unit = (EARTH * UNITS_PER_METRE) / (256 * 2 ** map.getZoom());
  const strength = Math.min(1, Math.max(0.45, (map.getZoom() - 11) / 5.5));
  return { start, unit, strength };
}

function toUnits({ start, unit }, layerPoint) {
  return { x: (layerPoint.x - start.x) * unit, y: (start.y - layerPoint.y) * unit };
}

function toPixels({ start, unit }, { x, y }) {
  return { x: start.x + x / unit, y: start.y - y / unit };
}

function windowOf(place, bounds) {
  const a = toUnits(place, bounds.min), b = toUnits(place, bounds.max);
  return { west: a.x, north: a.y, east: b.x, south: b.y };
}

const Sheet = L.Canvas.extend({
  initialize(pane, draw) {
    L.Canvas.prototype.initialize.call(this, { pane, padding: 0.15 });
    this.draw = draw;
  },
  _draw() {
    if (!this._bounds) return;
    this._ctx.save();
    this.draw(this._ctx, this._bounds);
    this._ctx.restore();
  },
  refresh() {
    if (this._map) this._redraw();
  },
});

function onPlane(scene, context, bounds, draw) {
  const place = placement(scene);
  context.save();
  context.translate(place.start.x, place.start.y);
  context.scale(1 / place.unit, -1 / place.unit);
  draw(place, windowOf(place, bounds));
  context.restore();
  return place;
}

function drawLayer(context, layer, place, view) {
  const { blocks, spots } = drawnOf(layer);
  const area = layer.kinds.includes("a");
  for (const block of blocks) {
    if (meets(block.box, view)) paint(context, block.path, layer.style, { ...place, area });
  }
  for (const spot of spots) {
    const fill = { ...layer.style, fill: layer.style.stroke };
    for (const { x, y } of spot.points) paint(context, disc(x, y, layer.style.radius * place.unit), fill, place);
  }
}

function drawLayers(scene, context, bounds, below) {
  onPlane(scene, context, bounds, (place, view) => {
    for (const layer of scene.layers) {
      if (layer.style.below === below && isSeen(scene, layer)) drawLayer(context, layer, place, view);
    }
  });
}

const dotRadius = ({ unit, strength }) => DOT * Math.max(0.65, strength) * unit;

// Seen from far, a site smaller than the finger that looks for it is a disc.
const isSmall = (box, unit, pixels = SMALL) =>
  Math.max(box.east - box.west, box.north - box.south) < pixels * unit;

function siteOutline(shape, place) {
  if (!isSmall(shape.box, place.unit)) return shape.path;
  const { x, y } = centreOf(shape.box);
  return disc(x, y, dotRadius(place));
}

// Ten thousand discs are one picture stamped ten thousand times.
function stamp(style, strength) {
  const half = 9, sharp = 2 * window.devicePixelRatio;
  const image = document.createElement("canvas");
  image.width = image.height = 2 * half * sharp;
  const pen = image.getContext("2d");
  pen.scale(sharp, sharp);
  const radius = dotRadius({ unit: 1, strength });
  const outline = style.mark === "diamond" ? diamond(half, half, 1.35 * radius) : disc(half, half, radius);
  paint(pen, outline, { ...style, dash: [], width: Math.min(style.width, 1.8) }, { strength });
  return { image, half };
}

function stamps(scene, strength) {
  const made = new Map();
  return (letter, style) => {
    if (!made.has(letter)) made.set(letter, stamp(style, strength));
    return made.get(letter);
  };
}

// Over a picture, which tells what a site holds, its outline is enough; amber dashes need dark gaps to be seen.
const outlineOnly = ({ territory }, style) => ({ ...style, fill: "", gaps: territory.marks.hovered.stroke });

function drawSite(scene, context, place, index, stampOf) {
  const shape = scene.sites[index], style = siteStyle(scene, index);
  if (!isSmall(shape.box, place.unit)) {
    paint(context, shape.path, isPictured(scene) ? outlineOnly(scene, style) : style, place);
    return;
  }
  const { image, half } = stampOf(scene.classes[index], style), { x, y } = centreOf(shape.box);
  const reach = half * place.unit;
  context.globalAlpha = 1;
  context.drawImage(image, x - reach, y - reach, 2 * reach, 2 * reach);
}

function drawSites(scene, context, bounds) {
  if (!scene.classes) return;
  onPlane(scene, context, bounds, (place, view) => {
    const stampOf = stamps(scene, place.strength);
    for (let index = scene.sites.length - 1; index >= 0; index--) {
      if (isSiteShown(scene, index) && meets(scene.sites[index].box, view)) drawSite(scene, context, place, index, stampOf);
    }
  });
}

// A garden counts from a corner of its own: the shift takes it to the territory's.
function planOf(scene, { origin, layers }) {
  const shift = origin.map((value, axis) => value - scene.territory.origin[axis]);
  return { shift, layers: layers.map((layer) => ({ style: layer.style, shapes: layer.rings.map((rings) => decode(rings, "a")) })) };
}

function drawPlan(scene, context, bounds) {
  if (!scene.plan) return;
  onPlane(scene, context, bounds, (place) => {
    context.translate(...scene.plan.shift);
    for (const { style, shapes } of scene.plan.layers) {
      for (const shape of shapes) paint(context, shape.path, style, { unit: place.unit });
    }
  });
}

// The number stands above a site that it would hide.
function badgePlace(scene, place, index) {
  const [x, y] = scene.territory.sites.anchors[index], { box } = scene.sites[index];
  const spot = toPixels(place, { x, y }), width = (box.east - box.west) / place.unit, height = (box.north - box.south) / place.unit;
  if (Math.min(width, height) > 40) return spot;
  return { x: spot.x, y: toPixels(place, { x, y: box.north }).y - 13 };
}

function drawBadge(context, { x, y }, text, chosen) {
  context.font = "600 11px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  paint(context, disc(x, y, 9.5), { stroke: chosen, width: 1.5, halo: 0, dash: [], fill: PAPER, opacity: 1 });
  context.fillStyle = chosen;
  context.fillText(text, x, y + 0.5);
}

function drawMarks(scene, context, bounds) {
  const { marks } = scene.territory;
  const place = onPlane(scene, context, bounds, (place) => {
    for (const [index, style] of [[scene.hovered, marks.hovered], [scene.selected, marks.selected]]) {
      if (index !== null && scene.sites[index]) {
        paint(context, siteOutline(scene.sites[index], place), style, { unit: place.unit });
      }
    }
  });
  for (let rank = scene.ranked.length; rank > 0; rank--) {
    const index = scene.ranked[rank - 1];
    if (!isSiteShown(scene, index)) continue;
    const ink = index === scene.selected ? marks.selected.stroke : marks.hovered.stroke;
    drawBadge(context, badgePlace(scene, place, index), String(rank), ink);
  }
}

function addSheets(scene) {
  const { map, sheets } = scene;
  const draws = {
    context: (context, bounds) => drawLayers(scene, context, bounds, true),
    subjects: (context, bounds) => {
      drawLayers(scene, context, bounds, false);
      drawSites(scene, context, bounds);
      drawPlan(scene, context, bounds);
    },
    marks: (context, bounds) => drawMarks(scene, context, bounds),
  };
  Object.entries(draws).forEach(([name, draw], order) => {
    map.createPane(`jachere-${name}`).style.zIndex = 400 + 2 * order;
    sheets[name] = new Sheet(`jachere-${name}`, draw).addTo(map);
  });
  addPicturePane(map);
}

// Seen from near, a cell of a picture is a square; from far, its neighbours blend.
function addPicturePane(map) {
  const pane = map.createPane("jachere-pictures");
  pane.style.zIndex = 401;
  const tell = () => pane.classList.toggle("jc-cells", map.getZoom() >= CELLS_SHOW);
  map.on("zoomend", tell);
  tell();
}

function showPicture(scene, picture, shown) {
  picture.image?.remove();
  picture.image = shown ? pictureImage(scene, picture).addTo(scene.map) : null;
  scene.sheets.subjects.refresh();
}

function pictureImage(scene, picture) {
  const [south, west, north, east] = picture.bounds;
  const options = { pane: "jachere-pictures", className: "jc-picture" };
  return L.imageOverlay(picture.address, [[south, west], [north, east]], options)
    .on("error", () => scene.fail?.(new Error(picture.key)));
}

const probe = document.createElement("canvas").getContext("2d");

function touches(shape, at, unit) {
  if (shape.kind === "p") return shape.points.some(({ x, y }) => Math.hypot(at.x - x, at.y - y) < 8 * unit);
  if (!isIn(shape.box, at.x, at.y, 0)) return false;
  return shape.kind === "a" && probe.isPointInPath(shape.path, at.x, at.y);
}

function touchesSite(shape, at, unit) {
  if (!isSmall(shape.box, unit)) return touches(shape, at, unit);
  const { x, y } = centreOf(shape.box);
  return Math.hypot(at.x - x, at.y - y) <= (DOT + 2) * unit;
}

// Every site under the point, the one drawn on top first.
function sitesAt(scene, layerPoint) {
  const place = placement(scene), at = toUnits(place, layerPoint);
  const found = [];
  scene.sites.forEach((shape, index) => {
    if (!isIn(shape.box, at.x, at.y, 8 * place.unit) || !isSiteShown(scene, index)) return;
    if (touchesSite(shape, at, place.unit)) found.push(index);
  });
  return found;
}

function contextTextAt(scene, layerPoint) {
  const place = placement(scene), at = toUnits(place, layerPoint);
  for (const layer of [...scene.layers].reverse()) {
    if (!layer.tooltips || !isSeen(scene, layer)) continue;
    const index = drawnOf(layer).shapes.findIndex((shape) => touches(shape, at, place.unit));
    if (index >= 0) return layer.tooltips[index];
  }
  return null;
}

function siteBounds(scene, index) {
  const { box } = scene.sites[index];
  const corner = (x, y) => {
    const [originX, originY] = scene.territory.origin;
    return L.CRS.EPSG3857.projection.unproject(L.point(x + originX, y + originY).divideBy(UNITS_PER_METRE));
  };
  return L.latLngBounds(corner(box.west, box.south), corner(box.east, box.north));
}
