// What this browser keeps for one person: never in the address, never on the server.

export default ({ data, setStateValue }) => {
  const { name, value } = data;
  try {
    if (value !== null) localStorage.setItem(name, value);
    setStateValue("kept", { name, value: localStorage.getItem(name) });
  } catch {
    setStateValue("kept", { name, value });  // a browser that keeps nothing: the person joins again after a reload
  }
};
