// The variants of a sketch as pictures: one is chosen.

const variant = (plan, chosen, choose) => {
  const attributes = { type: "button", class: "jc-variant", "aria-pressed": String(plan.number === chosen), onclick: () => choose(plan.number) };
  return element("li", {},
    element("button", attributes,
      element("img", { src: plan.picture, alt: "" }),
      element("strong", {}, plan.name),
      element("span", { class: "jc-detail" }, element("span", { "aria-hidden": "true" }, plan.mark), " ", plan.verdict)));
};

export default ({ data, parentElement, setTriggerValue }) => {
  const list = parentElement.querySelector("ul") ?? element("ul", { class: "jc-variants" });
  list.setAttribute("aria-label", data.label);
  const held = list.contains(document.activeElement) ? [...list.querySelectorAll("button")].indexOf(document.activeElement) : -1;
  list.replaceChildren(...data.plans.map((plan) => variant(plan, data.chosen, (number) => setTriggerValue("variant", number))));
  parentElement.append(list);
  list.querySelectorAll("button")[held]?.focus();
};
