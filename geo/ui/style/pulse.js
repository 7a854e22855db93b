// Whether the page was drawn to its end by the server's last run: under load, an answer may be lost on its way.

export default ({ data, setTriggerValue }) => {
  const mark = document.querySelector(".jc-drawn");
  if (mark && Number(mark.textContent) < data.drawn) setTriggerValue("stale", data.drawn);
};
