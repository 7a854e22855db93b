// The map's life: opened once, restyled as often as the ranking changes, clicked and hovered in between.

let current = null;
let awaited = null;

// The legend hides its corner: a wide map keeps clear of it.
function legendWidth(container) {
  const legend = container.querySelector(".jc-legend[open]");
  const spare = legend ? container.clientWidth - legend.offsetWidth : 0;
  return spare > container.clientHeight ? legend.offsetWidth + 12 : 0;
}

function showWhole(scene, animate) {
  const [west, south, east, north] = scene.territory.bounds;
  const left = legendWidth(scene.map.getContainer());
  scene.map.fitBounds([[south, west], [north, east]], {
    paddingTopLeft: [left + 20, 20], paddingBottomRight: [20, 20], maxZoom: 18, animate,
  });
  scene.whole = true;
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// Move only when the site is out of sight or too small to be recognised.
function reveal(scene, index, { animate = true } = {}) {
  const bounds = siteBounds(scene, index), place = placement(scene);
  const [enough, closest] = scene.plan ? [180, 20.5] : [36, Math.max(17, scene.map.getZoom())];
  if (scene.map.getBounds().pad(-0.1).contains(bounds) && !isSmall(scene.sites[index].box, place.unit, enough)) return;
  scene.map.fitBounds(bounds, { padding: [60, 60], maxZoom: closest, animate: animate && !calm() });
}

// A ranking may come before the territory: it is kept until there is something to colour.
function restyle(state) {
  if (!current) {
    awaited = state;
    return;
  }
  const scene = current, first = scene.classes === null, changed = state.selected !== scene.selected;
  Object.assign(scene, { classes: state.classes, ranked: state.ranked, selected: state.selected });
  scene.plan = state.plan ? planOf(scene, state.plan) : null;
  drawCorners(scene, state.corners ?? null);
  if (changed && state.selected !== null) reveal(scene, state.selected, { animate: !first });
  scene.sheets.subjects.refresh();
  scene.sheets.marks.refresh();
  scene.drawings += 1;
  scene.map.getContainer().dataset.drawings = scene.drawings;
}

// A plot that is being drawn: its corners, and its outline once there are three.
function drawCorners(scene, corners) {
  scene.drawn?.remove();
  scene.drawn = corners && L.layerGroup().addTo(scene.map);
  scene.map.getContainer().classList.toggle("jc-drawing", corners !== null);
  if (!corners) return;
  const color = scene.territory.marks.selected.stroke;
  const renderer = L.svg({ pane: "markerPane" }), style = { renderer, color, weight: 2.5, fillOpacity: 0.15, interactive: false };
  scene.drawn.addLayer(corners.length > 2 ? L.polygon(corners, style) : L.polyline(corners, style));
  for (const corner of corners) scene.drawn.addLayer(L.circleMarker(corner, { ...style, radius: 5, fillOpacity: 1 }));
}

// Where a site is on the screen, from the corner of the map. [px]
function position(index) {
  const [x, y] = current.territory.sites.anchors[index];
  return current.map.layerPointToContainerPoint(L.point(toPixels(placement(current), { x, y })));
}

// A second click on the same spot goes to the site beneath: an assembly covers its parcels.
function chosenAt(scene, layerPoint) {
  const found = sitesAt(scene, layerPoint);
  if (!found.length) return null;
  return found[(found.indexOf(scene.selected) + 1) % found.length];
}

function select(scene, index) {
  scene.selected = index;
  scene.sheets.marks.refresh();
  scene.onSelect?.(index);
}

// The position of the site travels with the click, beside its latitude and longitude.
function onClick(scene, event) {
  const index = scene.drawn ? null : chosenAt(scene, event.layerPoint);
  event.latlng.site = index;
  if (index !== null) select(scene, index);
}

function onMove(scene, event) {
  const [index = null] = sitesAt(scene, event.layerPoint);
  if (index !== scene.hovered) {
    scene.hovered = index;
    scene.sheets.marks.refresh();
  }
  scene.map.getContainer().classList.toggle("jc-over", index !== null);
  const text = index === null ? contextTextAt(scene, event.layerPoint) : scene.territory.sites.tooltips[index];
  if (text) scene.tip.show(text, event.containerPoint);
  else scene.tip.hide();
}

function onLeave(scene) {
  scene.hovered = null;
  scene.tip.hide();
  scene.sheets.marks.refresh();
}

// A phone gives the frame its height late: what was seen whole stays so, else the middle stays in the middle.
function onResize(scene) {
  const whole = scene.whole;
  scene.map.invalidateSize({ animate: false });
  if (whole) showWhole(scene, false);
}

function listen(scene) {
  const { map } = scene;
  let waiting = null;
  map.on("click", (event) => onClick(scene, event));
  map.on("mousemove", (event) => {
    if (waiting === null) requestAnimationFrame(() => { onMove(scene, waiting); waiting = null; });
    waiting = event;
  });
  map.on("mouseout movestart zoomstart", () => onLeave(scene));
  map.on("movestart", () => { scene.whole = false; });
  new ResizeObserver(() => onResize(scene)).observe(map.getContainer());
}

const viewKey = (address) => `jachere-view ${address}`;

// A page that is left and found again shows the same place.
function rememberView({ map }, address) {
  const kept = JSON.parse(sessionStorage.getItem(viewKey(address)) ?? "null");
  if (kept) map.setView(kept.centre, kept.zoom, { animate: false });
  map.on("moveend", () => {
    const centre = map.getCenter();
    const view = { centre: [centre.lat, centre.lng], zoom: map.getZoom() };
    sessionStorage.setItem(viewKey(address), JSON.stringify(view));
  });
}

const OPTIONS = { zoomSnap: 0.5, zoomDelta: 1, minZoom: 8, maxZoom: 21, wheelPxPerZoomLevel: 90 };

function openDocument(map, territory) {
  Object.assign(map.options, OPTIONS);
  const scene = sceneOf(map, territory);
  scene.drawings = 0;
  current = scene;
  addPanels(scene);
  showWhole(scene, false);
  addSheets(scene);
  listen(scene);
  return scene;
}

// The name of the file is the hash of its content: whatever copy the browser has is the right one.
async function territoryAt(address) {
  const answer = await fetch(address, { cache: "force-cache" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).json();
}

function tellFailure(container, failure, error) {
  console.error(error);
  container.append(element("p", { class: "jc-notice", role: "alert" }, failure));
}

async function open(map, address, failure) {
  dress(map.getContainer());
  const territory = await territoryAt(address).catch((error) => tellFailure(map.getContainer(), failure, error));
  if (!territory) return;
  const scene = openDocument(map, territory);
  scene.fail = (error) => tellFailure(map.getContainer(), failure, error);
  rememberView(scene, address);
  if (awaited) restyle(awaited);
}
