// What every page does beyond reading: light or dark, the source of a value on hover or tap, copying, other versions.
(() => {
  const zh = document.documentElement.lang.startsWith("zh");
  const words = zh ? { copy: "复制", copied: "已复制", place: "此处的链接" } : { copy: "Copy", copied: "Copied", place: "Link to this place" };

  const here = document.currentScript.src;
  const twin = () => document.querySelector("details.take a")?.href;

  const theme = document.querySelector("button.theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  if (theme) {
    theme.hidden = false;
    theme.addEventListener("click", () => {
      const now = document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
      const next = now === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      localStorage.setItem("theme", next);
    });
  }

  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  let tip;
  const close = () => tip?.remove();
  const open = (mark) => {
    close();
    const note = document.getElementById(mark.hash.slice(1));
    if (!note) return;
    mark.dataset.place ??= mark.title;
    mark.removeAttribute("title");
    tip = document.createElement("div");
    tip.className = "tip";
    tip.setAttribute("role", "note");
    const place = document.createElement("div");
    place.textContent = mark.dataset.place;
    tip.append(place, ...[...note.childNodes].map((node) => node.cloneNode(true)));
    document.body.append(tip);
    const box = mark.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(8, left) + scrollX}px`;
    tip.style.top = `${box.bottom + scrollY + 4}px`;
  };
  let wait;
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest?.("a.src");
    clearTimeout(wait);
    if (mark) open(mark);
    else if (!event.target.closest?.(".tip")) wait = setTimeout(close, 250);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("a.src")) open(event.target);
    else if (!event.target.closest(".tip")) close();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.src");
    if (mark && matchMedia("(hover: none)").matches) {
      event.preventDefault();
      open(mark);
    }
  });

  const copier = (block) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent.trim());
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), 1500);
    });
    block.append(button);
  };
  for (const block of document.querySelectorAll("pre")) if (block.querySelector("code")) copier(block);

  for (const title of document.querySelectorAll("main h2[id], main h3[id]")) {
    const link = document.createElement("a");
    link.className = "headerlink";
    link.href = `#${title.id}`;
    link.textContent = "#";
    link.setAttribute("aria-label", `${words.place}: ${title.textContent}`);
    title.append(link);
  }

  // The name of a field leads to what it means.
  const fields = document.querySelector("p.mend a.fields");
  for (const line of fields ? document.querySelectorAll("tr[data-field]") : []) {
    const name = line.querySelector("th");
    const link = document.createElement("a");
    link.href = `${fields.href}#${line.dataset.field}`;
    link.append(...name.childNodes);
    name.append(link);
  }

  // Beside each value a pencil that fills the form for a correction; what stands there now comes from the row's JSON.
  const mend = document.querySelector('p.mend a[href*="/issues/new?"]');
  const facts = mend ? [...document.querySelectorAll("tr[data-field]")] : [];
  const pencils = facts.map((line) => {
    const pencil = document.createElement("a");
    pencil.className = "pencil";
    pencil.textContent = "✎";
    pencil.href = `${mend.href}&field=${encodeURIComponent(line.dataset.field)}`;
    pencil.setAttribute("aria-label", `${mend.textContent}: ${line.querySelector("th").textContent}`);
    pencil.title = pencil.getAttribute("aria-label");
    line.querySelector("td").append(" ", pencil);
    return pencil;
  });
  const fill = async () => {
    if (!twin()) return;
    const { row } = await (await fetch(twin())).json();
    pencils.forEach((pencil, place) => {
      pencil.href += `&current=${encodeURIComponent(row[facts[place].dataset.field] ?? "")}`;
    });
  };
  for (const pencil of pencils)
    for (const kind of ["pointerenter", "focus"])
      pencil.addEventListener(kind, () => {
        if (mend.dataset.filled) return;
        mend.dataset.filled = "yes";
        fill();
      });

  // The list of versions is asked for only when somebody wants another one; without script the link leads to that list.
  const version = document.querySelector("a.version");
  version?.addEventListener("click", async (event) => {
    event.preventDefault();
    const top = new URL("..", version.href);
    const rest = location.pathname.slice(top.pathname.length).split("/").slice(1).join("/");
    const names = await (await fetch(new URL("versions.json", top))).json();
    const choice = document.createElement("select");
    choice.setAttribute("aria-label", version.textContent);
    choice.append(...["", "latest", ...names].map((name) => new Option(name || version.textContent, name)));
    choice.addEventListener("change", async () => {
      const same = new URL(`${choice.value}/${rest}`, top);
      const there = (await fetch(same, { method: "HEAD" })).ok;
      location.href = there ? same : new URL(`${choice.value}/`, top);
    });
    version.replaceWith(choice);
    choice.focus();
  });

  const take = document.querySelector("details.take");
  take?.addEventListener("toggle", async () => {
    if (take.dataset.filled || !take.open) return;
    take.dataset.filled = "yes";
    const ask = async (address) => (await fetch(address)).json();
    const [module, record, patterns] = await Promise.all([
      import(new URL("take/take.js", here)),
      ask(twin()),
      ask(new URL("take/patterns.json", here)),
    ]);
    for (const [name, text] of module.take(record, patterns)) {
      const title = document.createElement("h3");
      const block = document.createElement("pre");
      title.textContent = name;
      block.append(Object.assign(document.createElement("code"), { textContent: text }));
      copier(block);
      take.append(title, block);
    }
  });
})();
