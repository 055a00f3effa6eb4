// One Plotly picture. Plotly's script is fetched once per page, when the first picture comes into view.

function addScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`No script at ${address}`));
    script.src = address;
    document.head.append(script);
  });
}

// JupyterLab and other front ends do not serve our static files: there the kernel sends the script.
function scriptFromKernel(model) {
  return new Promise((resolve) => {
    const receive = (_, [script]) => {
      model.off("msg:custom", receive);
      resolve(addScript(URL.createObjectURL(new Blob([script], { type: "text/javascript" }))));
    };
    model.on("msg:custom", receive);
    model.send({ wants: "script" });
  });
}

function plotly(model) {
  const page = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  window.workbenchPlotly ??= addScript((page.baseUrl ?? "/") + model.get("_script")).catch(() => scriptFromKernel(model));
  return window.workbenchPlotly;
}

// Month and day names and the number's marks as the browser knows them, in the form Plotly wants.
function locale(language, dictionary) {
  const names = (count, options, date) =>
    Array.from({ length: count }, (_, n) => new Intl.DateTimeFormat(language, options).format(date(n)));
  const months = (month) => names(12, { month }, (n) => new Date(2024, n, 1));
  const days = (weekday) => names(7, { weekday }, (n) => new Date(2023, 0, 1 + n)); // 1 January 2023 was a Sunday
  const format = {
    months: months("long"), shortMonths: months("short"), days: days("long"), shortDays: days("short"),
  };
  return { locale: language, locales: { [language]: { dictionary, format } } };
}

function separators(language) {
  const parts = new Intl.NumberFormat(language).formatToParts(12345.6);
  return ["decimal", "group"].map((type) => parts.find((part) => part.type === type).value).join("");
}

function render({ model, el }) {
  const picture = document.createElement("div");
  picture.setAttribute("role", "img");
  el.append(picture);
  let visible = false, stale = true, width = 0, clicks = 0;

  const name = () => picture.setAttribute("aria-label", model.get("title"));
  const height = () => model.get("figure").layout?.height ?? 360;

  async function draw() {
    picture.style.minHeight = `${height()}px`; // the page does not jump when the picture arrives
    if (!visible || !stale) return;
    stale = false;
    const Plotly = await plotly(model);
    const { data = [], layout = {} } = structuredClone(model.get("figure")); // Plotly writes into what it is given
    const language = model.get("language");
    const house = {
      separators: separators(language), margin: { t: 40, r: 16, b: 48, l: 64 },
      font: { family: getComputedStyle(el).fontFamily },
    };
    const first = !picture.on;
    await Plotly.react(
      picture, data,
      { ...house, ...layout, height: height(), autosize: true },
      {
        ...locale(language, model.get("_words")), showSendToCloud: false, plotlyServerURL: "", displaylogo: false,
        modeBarButtons: [["toImage"]],
      },
    );
    width = picture.clientWidth;
    if (first) picture.on("plotly_click", clicked);
  }

  function clicked({ points: [point] }) {
    const { curveNumber: curve, pointNumber, x, y, label, customdata } = point;
    // The count makes a second click on the same point a change, too.
    model.set("clicked", { curve, point: pointNumber, x, y, label, customdata, click: ++clicks });
    model.save_changes();
  }

  const changed = () => { stale = true; draw(); };
  const sight = new IntersectionObserver((entries) => { visible = entries.at(-1).isIntersecting; draw(); });
  const size = new ResizeObserver(() => {
    if (picture.layout && picture.clientWidth && picture.clientWidth !== width) {
      width = picture.clientWidth;
      window.Plotly.Plots.resize(picture);
    }
  });
  model.on("change:figure change:language", changed);
  model.on("change:title", name);
  name();
  draw();
  sight.observe(picture);
  size.observe(picture);
  return () => {
    sight.disconnect();
    size.disconnect();
    window.Plotly?.purge(picture);
  };
}

export default { render };
