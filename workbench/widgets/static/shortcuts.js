// Keys that do what a button does. A key that stands for nothing here keeps what the browser does with it.

function render({ model, el }) {
  const pressed = (event) => {
    const name = (event.ctrlKey ? "Ctrl+" : "") + event.key;
    if (!model.get("bound").includes(name)) return;
    event.preventDefault();
    model.send({ key: name });
  };
  el.style.display = "none";
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

export default { render };
