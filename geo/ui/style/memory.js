// What this browser keeps for one person: never in the address, on the server for as long as the page is open.

const answered = new WeakSet();

const recalled = (name) => {
  try {
    const parts = JSON.parse(localStorage.getItem(name) ?? "{}");
    return typeof parts === "object" && parts !== null ? parts : {};
  } catch {
    return {};  // nothing readable, or a browser that keeps nothing: the person joins again after a reload
  }
};

export default ({ data, parentElement, setStateValue }) => {
  const parts = { ...recalled(data.name), ...data.changes };
  try {
    if (Object.keys(data.changes).length) localStorage.setItem(data.name, JSON.stringify(parts));
  } catch {}
  if (!answered.has(parentElement)) {  // once: what changes later, the server knows already
    answered.add(parentElement);
    setStateValue("kept", parts);
  }
};
