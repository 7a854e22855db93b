// One site to vote on, drawn at once: picture, words and buttons are never those of two different sites.

const PATIENCE_MS = 8000;

const choice = (parent, vote, label, approves, kind) => element("button", {
  type: "button", class: kind, onclick: () => {
    const buttons = parent.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    vote(approves);
    setTimeout(() => buttons.forEach((button) => { button.disabled = false; }), PATIENCE_MS);  // no answer: try again
  },
}, label);

export default ({ data, parentElement, setTriggerValue }) => {
  const { site } = data, vote = (approves) => setTriggerValue("vote", { site: site.id, approves });
  const place = `${data.place} / ${data.count}`;
  const verdict = element("p", { class: "jc-phone-verdict" }, verdictChip(site), " · ", site.score_text);
  parentElement.replaceChildren(element("div", { class: "jc-ballot" },
    element("div", { class: "jc-progress" }, element("span", {}, place), element("progress", { max: data.count, value: data.place, "aria-label": place })),
    element("img", { src: site.picture, alt: data.alt }),
    element("h1", {}, site.name, " ", element("small", {}, site.references)), verdict, element("p", {}, site.detail),
    element("div", { class: "jc-actions" },
      choice(parentElement, vote, data.refuse, false, null), choice(parentElement, vote, data.approve, true, "jc-primary"))));
};
