// A table the kernel pages, sorts and filters. All text is set as text: nothing a file contained can become HTML.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function render({ model, el }) {
  const sort = (column) => model.send({ event: "sort", column });
  const turn = (page) => model.send({ event: "page", page });
  const choose = (key) => {
    model.set("selected", key);
    model.save_changes();
    const target = model.get("leads_to") && document.querySelector(model.get("leads_to"));
    if (target && target.getBoundingClientRect().top > window.innerHeight - 120) {
      target.scrollIntoView({ behavior: "smooth", block: "start" });
    }
  };

  function tick(marked, label, event) {
    const box = element("input", { type: "checkbox", "aria-label": label, disabled: marked === null, tabindex: "-1" });
    box.checked = marked === true;
    box.onclick = (pressed) => {
      pressed.stopPropagation();
      model.send(event);
    };
    return box;
  }

  function head({ columns, sorted, descending, marking, all_marked, words }) {
    const cells = columns.map(({ title, kind }, number) => {
      const button = element("button", { type: "button" }, title);
      button.onclick = () => sort(number);
      const order = number === sorted ? (descending ? "descending" : "ascending") : undefined;
      return element("th", { scope: "col", class: kind, "aria-sort": order }, button);
    });
    if (marking) cells.unshift(element("th", { class: "mark" }, tick(all_marked, words.mark_all, { event: "mark_all" })));
    return element("thead", {}, element("tr", {}, ...cells));
  }

  function line({ columns, marking, words }, { key, kind, cells, marked }) {
    const row = element(
      "tr",
      { class: kind, tabindex: "0", "aria-selected": String(key === model.get("selected")) },
      ...cells.map((text, number) => {
        const { title, kind: of } = columns[number];
        return element("td", { class: of, "data-label": title }, text);
      }),
    );
    if (marking) row.prepend(element("td", { class: "mark" }, tick(marked, words.mark, { event: "mark", key })));
    row.onclick = () => choose(key);
    row.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      if (event.key === " " && marking && marked !== null) model.send({ event: "mark", key });
      else choose(key);
    };
    return row;
  }

  function foot({ columns, foot: texts, marking }) {
    const cells = texts.map((text, number) => {
      const { title, kind } = columns[number];
      return element("td", { class: kind, "data-label": title }, text);
    });
    if (marking) cells.unshift(element("td", { class: "mark" }));
    return element("tfoot", {}, element("tr", {}, ...cells));
  }

  function pager({ page, pages, words }) {
    const button = (text, to) => {
      const made = element("button", { type: "button", disabled: to < 0 || to >= pages }, text);
      made.onclick = () => turn(to);
      return made;
    };
    return element(
      "nav", { class: "wb-pager", "aria-label": words.pages },
      button(words.previous, page - 1), element("span", {}, words.shown), button(words.next, page + 1),
    );
  }

  function draw() {
    const view = model.get("view");
    if (!view.columns) return;
    const focused = [...el.querySelectorAll("tbody tr")].indexOf(document.activeElement);
    const table = element("table", { class: "wb-table wb-choose", "aria-label": view.words.title }, head(view));
    table.append(element("tbody", {}, ...view.rows.map((row) => line(view, row))));
    if (view.foot.length) table.append(foot(view));
    const empty = view.rows.length ? [] : [element("p", { class: "wb-empty" }, view.words.empty)];
    el.replaceChildren(element("div", { class: "wb-scroll" }, table), ...empty, pager(view));
    if (focused >= 0) el.querySelectorAll("tbody tr")[focused]?.focus();
  }

  function mark() {
    const { rows = [] } = model.get("view");
    el.querySelectorAll("tbody tr").forEach((row, number) => {
      row.setAttribute("aria-selected", String(rows[number]?.key === model.get("selected")));
    });
  }

  model.on("change:view", draw);
  model.on("change:selected", mark);
  draw();
}

export default { render };
