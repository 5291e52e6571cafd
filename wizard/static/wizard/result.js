// What a result gains from a browser that runs scripts: marks on its papers that stay in this browser,
// and folds that open where a link leads into them. Everything is there without this file.

function checklist(list) {
  const key = `papers:${list.dataset.checklist}`;
  const rows = [...list.querySelectorAll("[data-paper]")];
  const tally = list.querySelector("[data-checklist-tally]");
  const marks = new Map();

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      // Storage is off, or holds something that is not ours.
      return {};
    }
  };
  const write = () => {
    try {
      // Papers of other results of the same check keep their marks.
      const kept = { ...read(), ...Object.fromEntries(marks) };
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // The marks then last as long as the page.
    }
  };
  const count = (mark) => [...marks.values()].filter((value) => value === mark).length;
  const say = () => {
    tally.textContent = list.dataset.tally
      .replace("{have}", count("have"))
      .replace("{all}", rows.length)
      .replace("{cannot}", count("cannot"));
  };

  const kept = read();
  for (const row of rows) {
    const box = [...row.querySelectorAll("input")].find(
      ({ value }) => value === kept[row.dataset.paper],
    );
    if (!box) continue;
    box.checked = true;
    marks.set(row.dataset.paper, box.value);
  }
  list.addEventListener("change", ({ target }) => {
    const row = target.closest("[data-paper]");
    if (!row) return;
    marks.set(row.dataset.paper, target.value);
    write();
    say();
  });
  list.querySelector("[data-checklist-clear]").addEventListener("click", () => {
    marks.clear();
    list.querySelectorAll("input:checked").forEach((box) => (box.checked = false));
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
    say();
  });
  say();
}

function openWhereALinkLeads() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let fold = target ? target.closest("details") : null;
  if (!fold) return;
  for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView();
}

document.querySelectorAll("[data-checklist]").forEach(checklist);
addEventListener("hashchange", openWhereALinkLeads);
// A second click on the same link changes no address.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("a[href^='#']");
  if (link?.hash === location.hash) openWhereALinkLeads();
});
openWhereALinkLeads();
