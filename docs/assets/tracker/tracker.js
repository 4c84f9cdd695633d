// The filters of the tracker: without script the whole table stands there. Filters and order are kept in the address, so
// a view can be shared; the download takes the lines of the released CSV that belong to the rows shown.
(() => {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const table = document.querySelector("table.targets");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const fields = [...form.elements].filter((field) => field.name);
  const count = form.querySelector(".count");
  let order = "";

  const fits = (row, name, value) => {
    if (name === "find") return row.textContent.toLowerCase().includes(value.toLowerCase());
    if (name === "sector") return row.dataset.sector.split(" ").includes(value);
    return row.dataset[name] === value;
  };

  const key = (row, column, kind) => {
    const cell = row.cells[column];
    if (kind === "number") return cell.dataset.value === undefined ? Number.NEGATIVE_INFINITY : Number(cell.dataset.value);
    return cell.textContent.trim();
  };

  const sort = () => {
    const [column, down] = [Number.parseInt(order, 10), order.endsWith("-")];
    [...table.tHead.rows[0].cells].forEach((cell, index) => {
      if (order && index === column) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    if (!order) return body.append(...rows);
    const kind = table.tHead.rows[0].cells[column].dataset.sort;
    const compare = new Intl.Collator(document.documentElement.lang).compare;
    const keyed = rows.map((row) => [key(row, column, kind), row]);
    keyed.sort(([a], [b]) => (kind === "number" ? a - b || 0 : compare(a, b)));
    if (down) keyed.reverse();
    body.append(...keyed.map(([, row]) => row));
  };

  const apply = () => {
    const asked = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
    let shown = 0;
    for (const row of rows) {
      const hidden = !asked.every(([name, value]) => fits(row, name, value));
      if (row.hidden !== hidden) row.hidden = hidden;
      if (!hidden) shown += 1;
    }
    count.textContent = `${shown} / ${rows.length}`;
    const query = new URLSearchParams(asked);
    if (order) query.set("sort", order);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  };

  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      order = order === `${column}` ? `${column}-` : order === `${column}-` ? "" : `${column}`;
      sort();
      apply();
    });
  });

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    order = "";
    setTimeout(() => {
      sort();
      apply();
    });
  });
  form.querySelector(".share").addEventListener("click", async ({ target }) => {
    await navigator.clipboard.writeText(location.href);
    const text = target.textContent;
    target.textContent = "✓";
    setTimeout(() => (target.textContent = text), 1500);
  });
  form.querySelector(".csv").addEventListener("click", async (event) => {
    event.preventDefault();
    const link = event.currentTarget;
    const lines = (await (await fetch(link.dataset.csv)).text()).trimEnd().split("\n");
    const byId = new Map(lines.slice(1).map((line) => [line.slice(0, line.indexOf(",")), line]));
    const shown = [...body.rows].filter((row) => !row.hidden).map((row) => byId.get(row.dataset.id));
    const file = new Blob([`${[lines[0], ...shown].join("\n")}\n`], { type: "text/csv" });
    const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: link.download });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
  });

  const asked = new URLSearchParams(location.search);
  for (const field of fields) {
    const value = asked.get(field.name) ?? "";
    if (field.name === "find" || [...field.options].some((option) => option.value === value)) field.value = value;
  }
  const wanted = asked.get("sort") ?? "";
  if (/^\d-?$/.test(wanted) && Number.parseInt(wanted, 10) < table.tHead.rows[0].cells.length) order = wanted;
  form.hidden = false;
  if (order) sort();
  if (order || fields.some((field) => field.value)) apply();
  else count.textContent = `${rows.length} / ${rows.length}`;
})();
