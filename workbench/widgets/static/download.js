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
  const refusal = document.createElement("span");
  refusal.className = "wb-warning";
  refusal.setAttribute("role", "alert");
  model.on("msg:custom", ({ name, type, refused }, [content]) => {
    button.disabled = false;
    refusal.textContent = refused ?? "";
    if (refused) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  model.on("change:label", name);
  name();
  el.append(button, refusal);
}

export default { render };
