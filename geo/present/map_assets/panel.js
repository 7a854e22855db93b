// What surrounds the map: legend and choice of layers in one panel, sources, notice, tooltip.
// Every text enters the page as text, never as markup.

const SHORT = 130;

const isNarrow = (map) => map.getSize().x < 640;

function swatchPath(kind) {
  const path = new Path2D();
  if (kind === "a") path.roundRect(4, 3.5, 18, 11, 2);
  else if (kind === "p") path.arc(13, 9, 4, 0, 2 * Math.PI);
  else {
    path.moveTo(3, 9);
    path.lineTo(23, 9);
  }
  return path;
}

function swatch(style, kind = "a") {
  const canvas = element("canvas", { class: "jc-swatch", width: 52, height: 36, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  const fill = kind === "p" ? style.stroke : style.fill;
  paint(context, swatchPath(kind), { ...style, fill, width: Math.min(style.width, 2.6) }, { area: kind !== "l" });
  return canvas;
}

// An area says more of a layer than its points do.
const kindOf = ({ kinds }) => ["a", "p"].find((kind) => kinds.includes(kind)) ?? "l";

function layerRow(scene, layer) {
  const { closer } = scene.territory.texts;
  const box = element("input", {
    type: "checkbox",
    checked: layer.shown,
    onchange: (event) => {
      layer.shown = event.target.checked;
      scene.sheets[layer.style.below ? "context" : "subjects"].refresh();
    },
  });
  const hint = layer.style.zoom ? element("small", { class: "jc-closer" }, closer) : null;
  const mark = swatch(layer.style, kindOf(layer));
  const row = element("label", { class: "jc-row" }, box, mark, element("span", {}, layer.label, hint));
  const tell = () => row.classList.toggle("jc-far", scene.map.getZoom() < layer.style.zoom);
  scene.map.on("zoomend", tell);
  tell();
  return row;
}

function rampSteps(ramp) {
  const steps = ramp.map((colour) => {
    const step = element("span", { class: "jc-step" });
    step.style.background = colour;
    return step;
  });
  return element("span", { class: "jc-ramp-steps" }, ...steps);
}

function rampLegend(name, ramp, breaks, unit = "") {
  const limits = breaks.map(String);
  if (unit) limits.push(`${limits.pop()}\u00a0${unit}`);
  return element(
    "div",
    { class: "jc-ramp", role: "img", "aria-label": `${name} ${limits.join("–")}` },
    element("span", { class: "jc-ramp-name" }, name),
    rampSteps(ramp),
    element("span", { class: "jc-ramp-ends" }, ...limits.map((limit) => element("span", {}, limit))),
  );
}

// The legend of a picture comes and goes with it.
function pictureRows(scene, picture) {
  const legend = rampLegend(picture.legend, picture.ramp, picture.breaks, picture.unit);
  legend.classList.add("jc-ramp-wide");
  legend.hidden = true;
  const show = (event) => {
    legend.hidden = !event.target.checked;
    showPicture(scene, picture, event.target.checked);
  };
  const box = element("input", { type: "checkbox", onchange: show });
  const mark = element("span", { class: "jc-swatch jc-swatch-ramp", "aria-hidden": "true" }, rampSteps(picture.ramp));
  return [element("label", { class: "jc-row" }, box, mark, element("span", {}, picture.label)), legend];
}

function siteLegend({ territory }) {
  const rows = territory.legend.map(({ style, label }) =>
    element("div", { class: "jc-row" }, swatch(territory.styles[style]), element("span", {}, label)));
  return element("div", { class: "jc-group" },
    element("strong", {}, territory.sites.label),
    rampLegend(territory.texts.score, territory.ramp, territory.breaks), ...rows);
}

// Tiles come from outside: nothing is asked for before the person chooses them.
function chooseBase(scene, base) {
  scene.tiles?.remove();
  scene.tiles = base && L.tileLayer(base.url, {
    minZoom: base.min_zoom, maxNativeZoom: base.max_zoom, maxZoom: 22, className: "jc-tiles", attribution: "",
  }).addTo(scene.map);
  scene.base = base;
  scene.credit?.(base ? base.attribution : "");
}

function baseRow(scene, base, label, note) {
  const pick = element("input", {
    type: "radio", name: "jc-base", checked: base === null, onchange: () => chooseBase(scene, base),
  });
  return element("label", { class: "jc-row" }, pick,
    element("span", {}, label, note ? element("small", {}, note) : null));
}

function baseGroup(scene) {
  const { bases, texts } = scene.territory;
  if (!bases.length) return null;
  return element("fieldset", { class: "jc-group" }, element("legend", {}, texts.base),
    baseRow(scene, null, texts.no_base, ""),
    ...bases.map((base) => baseRow(scene, base, base.label, texts.online)));
}

// Most of what the judgement reads is folded away: the map stays calm until somebody asks.
function foldedGroups(scene, down) {
  const names = [...new Set(down.map((layer) => layer.group).filter(Boolean))];
  return names.map((name) => element("details", { class: "jc-group jc-folded" },
    element("summary", {}, name),
    ...down.filter((layer) => layer.group === name).map((layer) => layerRow(scene, layer))));
}

function legendPanel(scene) {
  const { texts } = scene.territory;
  const down = [...scene.layers].reverse(), rowsOf = (below) =>
    down.filter((layer) => layer.style.below === below && !layer.group).map((layer) => layerRow(scene, layer));
  const pictures = [...scene.pictures].reverse().flatMap((picture) => pictureRows(scene, picture));
  const rows = [...rowsOf(false), ...pictures, ...rowsOf(true)];
  const layers = rows.length
    ? element("fieldset", { class: "jc-group" }, element("legend", {}, texts.layers), ...rows) : null;
  return element("details", { class: "jc-panel jc-legend", open: !isNarrow(scene.map) },
    element("summary", {}, texts.legend),
    element("div", { class: "jc-panel-body" }, siteLegend(scene), layers, ...foldedGroups(scene, down), baseGroup(scene)));
}

function sourcesPanel(scene) {
  const { texts, attribution } = scene.territory;
  const line = element("span", {}, attribution);
  scene.credit = (more) => line.replaceChildren([attribution, more].filter(Boolean).join(" · "));
  return element("details", { class: "jc-sources", open: !isNarrow(scene.map) && attribution.length < SHORT, hidden: !attribution },
    element("summary", {}, texts.sources), line);
}

function tooltip(container) {
  const tip = element("div", { class: "jc-tip", "aria-hidden": "true", hidden: true });
  container.append(tip);
  return {
    show(text, { x, y }) {
      const [title, ...lines] = text.split("\n");
      tip.replaceChildren(element("strong", {}, title), ...lines.map((line) => element("span", {}, line)));
      tip.hidden = false;
      const right = x + 18 + tip.offsetWidth > container.clientWidth;
      const low = y + 18 + tip.offsetHeight > container.clientHeight;
      tip.style.left = `${Math.max(4, right ? x - tip.offsetWidth - 12 : x + 16)}px`;
      tip.style.top = `${Math.max(4, low ? y - tip.offsetHeight - 12 : y + 16)}px`;
    },
    hide() {
      tip.hidden = true;
    },
  };
}

function shielded(node) {
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  return node;
}

function wholeButton(scene) {
  const Whole = L.Control.extend({
    onAdd: () => {
      const { whole } = scene.territory.texts;
      const show = () => showWhole(scene, true);
      const button = element("button", { type: "button", title: whole, "aria-label": whole, onclick: show }, "⤢");
      return shielded(element("div", { class: "leaflet-bar jc-whole" }, button));
    },
  });
  return new Whole({ position: "topright" });
}

function dress(container) {
  container.classList.add("jachere");
  document.head.append(element("style", {}, STYLE));
}

function addPanels(scene) {
  const { map, territory } = scene, { texts } = territory, container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", texts.map);
  L.control.zoom({ position: "topright", zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
  wholeButton(scene).addTo(map);
  const scale = L.control.scale({ position: "bottomright", imperial: false, maxWidth: 120 }).addTo(map);
  const corner = element("div", { class: "jc-corner" }, scale.getContainer(), sourcesPanel(scene));
  container.append(shielded(legendPanel(scene)), shielded(corner));
  if (territory.notice) container.append(element("p", { class: "jc-notice" }, territory.notice));
  scene.tip = tooltip(container);
}
