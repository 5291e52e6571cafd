// A file that is too large is refused at its field before it is sent, so that nothing typed is lost.
// The server says the same without this file.

function watch(input) {
  const group = input.closest(".govuk-form-group");
  const id = `${input.id}-too-large`;
  const isTooLarge = () => input.files[0]?.size > Number(input.dataset.largest);

  const clear = () => {
    document.getElementById(id)?.remove();
    const others = (input.getAttribute("aria-describedby") ?? "").split(" ");
    input.setAttribute("aria-describedby", others.filter((name) => name && name !== id).join(" "));
    if (!group.querySelector(".govuk-error-message")) {
      input.removeAttribute("aria-invalid");
      group.classList.remove("govuk-form-group--error");
    }
  };
  const say = () => {
    clear();
    if (!isTooLarge()) return;
    const said = document.createElement("p");
    said.id = id;
    said.className = "govuk-error-message";
    said.setAttribute("role", "alert");
    said.textContent = input.dataset.tooLarge;
    input.before(said);
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")} ${id}`);
    input.setAttribute("aria-invalid", "true");
    group.classList.add("govuk-form-group--error");
  };

  input.addEventListener("change", say);
  input.form.addEventListener("submit", (event) => {
    if (!isTooLarge()) return;
    event.preventDefault();
    // The progress of a page that does not go on would never end.
    event.stopImmediatePropagation();
    say();
    input.closest("details")?.setAttribute("open", "");
    input.focus();
  }, { capture: true });
}

for (const input of document.querySelectorAll("input[type=file][data-largest]")) watch(input);
