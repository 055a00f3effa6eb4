// A button whose file the kernel makes when it is pressed, never before.

function render({ model, el }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "wb-download";
  const name = () => (button.textContent = model.get("label"));
  button.onclick = () => {
    button.disabled = true;
    model.send({ event: "wanted" });
  };
  model.on("msg:custom", ({ name, type }, [content]) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    button.disabled = false;
  });
  model.on("change:label", name);
  name();
  el.append(button);
}

export default { render };
