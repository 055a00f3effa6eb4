// Sliders that belong together: the kernel answers each move with all of them. While it thinks, only the latest move waits.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function render({ model, el }) {
  let lines = new Map(), waiting = null, busy = false;

  function send(move) {
    if (busy) { waiting = move; return; }
    busy = true;
    model.send(move);
  }

  function answered() {
    busy = false;
    const next = waiting;
    waiting = null;
    if (next) send(next);
  }

  function line({ key, label }) {
    const { share, lock } = model.get("words");
    const range = element("input", { type: "range", min: 0, max: 100, step: model.get("step"), "aria-label": label });
    const number = element("input", { type: "text", inputmode: "decimal", "aria-label": `${label}, ${share}` });
    const held = element("input", { type: "checkbox", "aria-label": `${lock}: ${label}` });
    const start = element("span", { class: "wb-start" });
    range.oninput = () => send({ event: "move", key, value: range.value });
    number.onchange = () => send({ event: "move", key, value: number.value });
    held.onchange = () => send({ event: "lock", key, value: held.checked });
    const name = element("span", { class: "wb-slider-name" }, label);
    const row = element("div", { class: "wb-slider" }, name, range, number, element("span", {}, "%"), start);
    row.append(element("label", { class: "wb-lock" }, held, lock));
    return { row, range, number, held, start };
  }

  function draw() {
    const rows = model.get("rows");
    if ([...lines.keys()].join("\n") !== rows.map(({ key }) => key).join("\n")) {
      lines = new Map(rows.map((row) => [row.key, line(row)]));
      el.replaceChildren(element("div", { class: "wb-sliders", role: "group" }, ...[...lines.values()].map(({ row }) => row)));
    }
    for (const { key, value, text, locked, start } of rows) {
      const shown = lines.get(key);
      // an answer that is late must not take the handle back from the hand that moves it on
      if (document.activeElement !== shown.range || !busy) shown.range.value = value;
      shown.range.setAttribute("aria-valuetext", `${text} %`);
      if (document.activeElement !== shown.number || !busy) shown.number.value = text;
      shown.range.disabled = shown.number.disabled = locked;
      shown.held.checked = locked;
      shown.start.textContent = start;
    }
  }

  model.on("change:rows", draw);
  model.on("msg:custom", ({ event }) => { if (event === "done") { answered(); draw(); } });
  draw();
}

export default { render };
