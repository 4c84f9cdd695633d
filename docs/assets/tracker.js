// The filter of the tracker: without script the whole table stands there; with it, rows can be narrowed down, and the
// choice is kept in the address so that a view can be shared.
(() => {
  const box = document.querySelector(".filter");
  if (!box) return;
  const verdict = box.querySelector("#verdict-filter");
  const text = box.querySelector("#text-filter");
  const count = box.querySelector("#filter-count");
  const rows = [...document.querySelectorAll("table.targets tbody tr")];
  const apply = () => {
    const wanted = text.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits =
        (!verdict.value || row.querySelector(`.v-${verdict.value}`)) &&
        (!wanted || row.textContent.toLowerCase().includes(wanted));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    count.textContent = `${shown} / ${rows.length}`;
    const query = new URLSearchParams();
    if (verdict.value) query.set("verdict", verdict.value);
    if (text.value) query.set("find", text.value);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  };
  const query = new URLSearchParams(location.search);
  const asked = query.get("verdict") ?? "";
  if ([...verdict.options].some((option) => option.value === asked)) verdict.value = asked;
  text.value = query.get("find") ?? "";
  box.hidden = false;
  verdict.addEventListener("change", apply);
  text.addEventListener("input", apply);
  apply();
})();
