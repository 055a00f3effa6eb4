// What a page says after a step, brought into sight where the button that was pressed stands far away.

function render({ model, el }) {
  el.classList.add("wb-told");
  const show = () => {
    const good = model.get("good");
    const lines = model.get("text").split("\n").filter(Boolean);
    el.replaceChildren(
      ...lines.map((line) => {
        const told = document.createElement("p");
        told.textContent = line;
        told.className = good ? "wb-good" : "";
        told.setAttribute("role", good ? "status" : "alert");
        return told;
      }),
    );
    const { top, bottom } = el.getBoundingClientRect();
    // only where it must be: scrolling also moves the place from which Tab goes on
    if (lines.length && (top < 0 || bottom > window.innerHeight)) el.scrollIntoView({ block: "nearest" });
  };
  model.on("change:times", show);
  show();
}

export default { render };
