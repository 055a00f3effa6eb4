// A place that takes files and whole folders. It lists what it was given; the kernel then asks for the bytes part by part.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const promised = (object, method) => new Promise((done, failed) => object[method](done, failed));
const below = (path) => path.slice(path.indexOf("/") + 1);
const holds_files = (event) => Boolean(event.dataTransfer?.types.includes("Files"));

// Every file of what was dropped, folders to their depths. A browser gives a folder in pieces, the last of which is empty.
async function walk(entry, take) {
  if (entry.isFile) return take(entry.fullPath.slice(1), () => promised(entry, "file"));
  const reader = entry.createReader();
  for (let piece = await promised(reader, "readEntries"); piece.length; piece = await promised(reader, "readEntries")) {
    await Promise.all(piece.map((inner) => walk(inner, take)));
  }
}

function render({ model, el }) {
  const words = model.get("words");
  let current = null, bytes = null;

  const told = element("p", { class: "wb-dropping-told", role: "status" });
  const progress = element("progress");
  progress.hidden = true;

  // `share`: how much has gone over, from 0 to 1; not known while files are looked for
  function tell(text, share) {
    if (told.textContent !== text) told.textContent = text; // a screen reader would say it again with each part
    progress.setAttribute("aria-label", text);
    progress.hidden = !text;
    if (share === undefined) progress.removeAttribute("value");
    else progress.value = share;
  }

  // `gather` calls what it is given with the name of each file and a function that gets it
  async function hand_over(gather) {
    const { kinds, count, size } = model.get("bounds");
    const transfer = (current = Math.random().toString(36).slice(2)), found = [];
    bytes = null;
    tell(words.looking);
    const refuse = (reason) => {
      if (transfer === current) model.send({ event: "refused", transfer, reason });
    };
    try {
      await gather(async (name, get) => {
        if (found.length > count || transfer !== current) throw new Error("no more are wanted");
        if (!kinds.some((kind) => name.toLowerCase().endsWith(kind))) return;
        const place = found.push(null) - 1;
        found[place] = { name, file: await get() };
      });
    } catch {
      return refuse(found.length > count ? "many" : "unreadable");
    }
    if (transfer !== current) return;
    if (!found.length) return refuse("none");
    if (found.length > count) return refuse("many");
    if (found.reduce((sum, { file }) => sum + file.size, 0) > size) return refuse("large");
    bytes = new Blob(found.map(({ file }) => file));
    model.send({ event: "begin", transfer, files: found.map(({ name, file }) => [name, file.size]) });
  }

  async function answer({ transfer, told: text, from, to, done }) {
    if (transfer !== current) return;
    if (done) {
      current = bytes = null;
      // what the files hold stands below, perhaps out of sight
      if (area.getBoundingClientRect().bottom > window.innerHeight - 200) area.scrollIntoView({ behavior: "smooth" });
      return tell("");
    }
    tell(text, bytes.size ? from / bytes.size : 1);
    if (from === to) return;
    try {
      const part = await bytes.slice(from, to).arrayBuffer();
      if (transfer === current) model.send({ event: "part", transfer, from }, undefined, [part]);
    } catch {
      if (transfer === current) model.send({ event: "refused", transfer, reason: "unreadable" });
    }
  }

  function chooser(label, attributes, name_of) {
    const input = element("input", { type: "file", multiple: "", "aria-label": label, tabindex: "-1", ...attributes });
    const button = element("button", { type: "button" }, label);
    input.hidden = true;
    button.onclick = () => input.click();
    input.onchange = () => {
      const chosen = [...input.files];
      input.value = ""; // the same files may be chosen once more
      hand_over((take) => Promise.all(chosen.map((file) => take(name_of(file), () => file))));
    };
    return [button, input];
  }

  const files = chooser(words.files, { accept: model.get("bounds").kinds.join() }, ({ name }) => name);
  const folder = chooser(words.folder, { webkitdirectory: "" }, ({ webkitRelativePath }) => below(webkitRelativePath));
  const area = element(
    "div", { class: "wb-dropping", role: "group", "aria-label": words.area },
    element("p", { class: "wb-dropping-here" }, words.area),
    element("div", { class: "wb-dropping-buttons" }, ...files, ...folder),
    told, progress,
  );

  area.ondragover = (event) => {
    if (!holds_files(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    area.classList.add("wb-dropping-over");
  };
  area.ondragleave = ({ relatedTarget }) => {
    if (!area.contains(relatedTarget)) area.classList.remove("wb-dropping-over");
  };
  area.ondrop = (event) => {
    if (!holds_files(event)) return;
    event.preventDefault();
    area.classList.remove("wb-dropping-over");
    // what was dropped can be looked at only now, before anything is waited for
    const given = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
    const entries = given.map((item) => item.webkitGetAsEntry()), loose = given.map((item) => item.getAsFile());
    // one folder names its files as they stand in it; of several things each keeps its own name before them
    const named = entries.length === 1 && entries[0]?.isDirectory ? below : (path) => path;
    hand_over((take) =>
      Promise.all(
        entries.map((entry, number) =>
          entry ? walk(entry, (path, get) => take(named(path), get)) : take(loose[number].name, () => loose[number]),
        ),
      ),
    );
  };

  // a browser leaves the page, with all that was entered, for a file that is dropped beside the place for it
  const guard = (event) => {
    if (event.defaultPrevented || !holds_files(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  };
  document.addEventListener("dragover", guard);
  document.addEventListener("drop", guard);
  model.on("msg:custom", answer);
  el.append(area);
  return () => {
    current = null;
    model.off("msg:custom", answer);
    document.removeEventListener("dragover", guard);
    document.removeEventListener("drop", guard);
  };
}

export default { render };
