// The grid of an office: clients down, months across, every cell can be chosen. All text is set as text.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function render({ model, el }) {
  let table = null;

  const cellAt = (line, column) => table?.tBodies[0].rows[line]?.cells[column + 1];
  const same = (one, other) => one.length === other.length && one.every((part, at) => part === other[at]);

  function cell(view, row, entry, column) {
    if (!entry) return element("td", { class: "wb-cell" });
    const { sign, word } = view.states[entry.state];
    const spoken = [row.client, row.side_title, view.columns[column].title, word, entry.amount, entry.note];
    return element(
      "td",
      {
        class: `wb-cell wb-state-${entry.kind}${entry.dim ? " wb-dim" : ""}`,
        tabindex: "-1", role: "gridcell", title: entry.note, "aria-label": spoken.filter(Boolean).join(", "),
      },
      element("span", { class: "wb-word" }, `${sign} ${word}`),
      element("span", { class: "wb-sum" }, entry.amount),
    );
  }

  function line(view, row) {
    const head = element(
      "th", { scope: "row", class: "wb-row-head" },
      element("span", { class: "wb-client-name", title: row.client }, row.first ? row.client : ""),
      element("span", { class: "wb-side-name" }, row.side_title),
    );
    const class_ = row.first ? "wb-first" : "";
    if (row.problem) {
      const text = element("div", { class: "wb-row-problem" }, row.problem);
      return element("tr", { class: class_ }, head, element("td", { colspan: view.columns.length }, text));
    }
    return element("tr", { class: class_ }, head, ...row.cells.map((entry, column) => cell(view, row, entry, column)));
  }

  function foot(view) {
    const rows = view.foot.map(({ title, cells }) =>
      element(
        "tr", {},
        element("th", { scope: "row", class: "wb-row-head" }, title),
        ...cells.map((text) => element("td", { class: "amount" }, text)),
      ));
    return element("tfoot", {}, ...rows);
  }

  function place(target) {
    const at = target.closest("td.wb-cell");
    const line = at?.parentElement.sectionRowIndex ?? -1;
    const column = at ? at.cellIndex - 1 : -1;
    return { at, line, column, entry: model.get("view").rows[line]?.cells?.[column] };
  }

  function choose(target) {
    const { line, column, entry } = place(target);
    if (!entry) return;
    const view = model.get("view");
    model.set("selected", [view.rows[line].client, view.rows[line].side, view.columns[column].key]);
    model.save_changes();
    const shown = document.querySelector(model.get("leads_to") || ":not(*)");
    if (shown && shown.getBoundingClientRect().top > window.innerHeight - 120) {
      shown.scrollIntoView({ behavior: "smooth", block: "start" });
    }
  }

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  // One cell can be reached with Tab, the others from it with the arrows: thousands of stops would be of no use.
  function move(event) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(event.target);
      return;
    }
    const step = STEPS[event.key];
    let { at, line, column } = place(event.target);
    if (!step || !at) return;
    event.preventDefault();
    const { rows, columns } = model.get("view");
    do {
      line += step[0];
      column += step[1];
    } while (rows[line] && column >= 0 && column < columns.length && !rows[line].cells?.[column]);
    const next = rows[line]?.cells?.[column] && cellAt(line, column);
    if (!next) return;
    at.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  function draw() {
    const view = model.get("view");
    if (!view.columns) return;
    const scrolled = el.querySelector(".wb-cells-scroll");
    const [left, top] = scrolled ? [scrolled.scrollLeft, scrolled.scrollTop] : [0, 0];
    const titles = view.columns.map(({ title, note }) =>
      element("th", { scope: "col" }, title, element("span", { class: "wb-column-note" }, note)));
    table = element("table", { class: "wb-table wb-grid", role: "grid", "aria-label": view.words.title });
    table.append(element("thead", {}, element("tr", {}, element("th", { class: "wb-row-head" }, view.words.client), ...titles)));
    table.append(element("tbody", {}, ...view.rows.map((row) => line(view, row))), foot(view));
    table.onclick = (event) => choose(event.target);
    table.onkeydown = move;
    const scroll = element("div", { class: "wb-cells-scroll" }, table);
    el.replaceChildren(scroll, ...(view.rows.length ? [] : [element("p", { class: "wb-empty" }, view.words.empty)]));
    scroll.scrollTo(left, top);
    mark();
  }

  function mark() {
    const view = model.get("view");
    const selected = model.get("selected");
    table?.querySelectorAll("td[tabindex='0'], td[aria-selected]").forEach((at) => {
      at.tabIndex = -1;
      at.removeAttribute("aria-selected");
    });
    let entrance = null;
    view.rows?.forEach((row, line) => {
      row.cells?.forEach((entry, column) => {
        if (!entry) return;
        const chosen = same([row.client, row.side, view.columns[column].key], selected);
        if (chosen) cellAt(line, column).setAttribute("aria-selected", "true");
        if (chosen || !entrance) entrance = cellAt(line, column);
      });
    });
    if (entrance) entrance.tabIndex = 0;
  }

  model.on("change:view", draw);
  model.on("change:selected", mark);
  draw();
  model.send({ event: "shown" });
}

export default { render };
