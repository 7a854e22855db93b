// The questions of a meeting, one a screen. The answers stay in the phone until all are given: no network between them.

const drafts = new WeakMap();

const recalled = (name) => {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? "{}");
    return { step: Number(draft?.step) || 0, points: Object(draft?.points) };
  } catch {
    return { step: 0, points: {} };  // a browser that keeps nothing begins anew after a reload
  }
};

const remember = (name, draft) => {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
  } catch {}
};

const points = (draft, data, id) => {
  const asked = Number(draft.points[id] ?? data.points[id] ?? data.usual);
  return Number.isFinite(asked) ? Math.min(Math.max(Math.round(asked), 0), data.most) : data.usual;
};

const progress = (place, count) => element("div", { class: "jc-progress" },
  element("span", {}, `${place} / ${count}`), element("progress", { max: count, value: place, "aria-label": `${place} / ${count}` }));

const draw = (parent, data, draft, give) => {
  const step = Math.min(Math.max(draft.step, 0), data.questions.length - 1), asked = data.questions[step];
  const last = step === data.questions.length - 1, value = points(draft, data, asked.id);
  const shown = element("output", { for: "jc-range" }, String(value));
  const range = element("input", { type: "range", id: "jc-range", min: 0, max: data.most, step: 1, value, "aria-label": `${asked.title} : ${data.ask}` });
  range.oninput = () => {
    shown.textContent = range.value;
    draft.points[asked.id] = Number(range.value);
    remember(data.draft, draft);
  };
  const go = (to) => {
    draft.points[asked.id] = Number(range.value);
    draft.step = to;
    remember(data.draft, draft);
    if (to < data.questions.length) draw(parent, data, draft, give).querySelector("h1").focus();
    else give(Object.fromEntries(data.questions.map(({ id }) => [id, points(draft, data, id)])));
  };
  const back = element("button", { type: "button", disabled: step === 0, onclick: () => go(step - 1) }, data.back);
  const next = element("button", { type: "button", class: "jc-primary", onclick: () => go(step + 1) }, last ? data.give : data.next);
  const screen = element("div", { class: "jc-question" },
    progress(step + 1, data.questions.length), element("h1", { tabindex: "-1" }, asked.title), element("p", {}, asked.meaning),
    element("p", { class: "jc-ask", "aria-hidden": "true" }, data.ask), shown, range,
    element("p", { class: "jc-ends" }, element("span", {}, `0 : ${data.low}`), element("span", {}, `${data.most} : ${data.high}`)),
    element("div", { class: "jc-actions" }, back, next));
  parent.replaceChildren(screen);
  return screen;
};

export default ({ data, parentElement, setTriggerValue }) => {
  const draft = drafts.get(parentElement) ?? recalled(data.draft);
  if (draft.turn !== data.turn && draft.step >= data.questions.length) draft.step = 0;  // what was given was refused
  draft.turn = data.turn;
  drafts.set(parentElement, draft);
  draw(parentElement, data, draft, (given) => {
    for (const button of parentElement.querySelectorAll("button")) button.disabled = true;
    setTriggerValue("given", given);
  });
};
