// Sorts and filters the table of learners; without scripts it stands as it is, by name.
const table = document.querySelector("table.sortable");
const rows = () => [...table.tBodies[0].rows];
for (const head of table.tHead.rows[0].cells) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = (row) => row.cells[head.cellIndex].dataset.value;
    const compare = (a, b) =>
      head.classList.contains("number") ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b));
    table.tBodies[0].append(...rows().sort((a, b) => (up ? compare(a, b) : compare(b, a))));
  });
}
const input = document.querySelector("input[type=search]");
const count = document.querySelector("output");
input.closest(".filter").hidden = false;
input.addEventListener("input", () => {
  const wanted = input.value.toLowerCase();
  let shown = 0;
  for (const row of rows()) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    shown += !row.hidden;
  }
  count.textContent = `${shown} shown`;
});
