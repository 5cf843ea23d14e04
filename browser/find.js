(q) => {
  const visible = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const flat = (s) => (s ?? "").replace(/\s+/g, " ").trim();
  const caption = (e) => flat(e.getAttribute("aria-label") || (e.tagName === "INPUT" ? e.value : e.innerText));
  const clickable = "a[href],button,summary,label,input[type=submit],input[type=button],input[type=reset],[role=button],[role=tab],[role=menuitem]";

  // Visible elements first, exact texts before texts that contain the one looked for.
  const byText = () => {
    const all = [...document.querySelectorAll(clickable)].filter(visible);
    return [...all.filter((e) => caption(e) === q.what), ...all.filter((e) => caption(e).includes(q.what))];
  };
  const byName = () => {
    const named = [...document.querySelectorAll(`[name="${CSS.escape(q.what)}"]`)].filter((e) => e.type !== "hidden");
    if (named.length) return named;
    const labels = [...document.querySelectorAll("label")].filter((l) => flat(l.innerText).replace(/ ?\*$/, "") === q.what);
    return labels.map((l) => l.control).filter(Boolean);
  };
  const found = q.by === "selector" ? [...document.querySelectorAll(q.what)] : q.by === "name" ? byName() : byText();

  const changed = (e) => {
    e.dispatchEvent(new Event("input", { bubbles: true }));
    e.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const labelsOf = (e) => [...(e.labels ?? [])].map((l) => flat(l.innerText));

  if (q.op === "count") return { count: found.length };
  if (!found.length) return { problem: "nothing of that kind on the page" };
  const e = found[0];

  switch (q.op) {
    case "text":
      return { text: e.innerText };
    case "value":
      if (e.type === "radio" || e.type === "checkbox") return { text: found.filter((x) => x.checked).map((x) => x.value).join(",") };
      return { text: e.value };
    case "fill":
      if (e.disabled || e.readOnly || !visible(e)) return { problem: "the field cannot be typed in" };
      e.focus();
      e.value = q.value;
      if (e.value !== q.value && flat(e.value) !== flat(q.value)) return { problem: "the field does not take that value" };
      changed(e);
      return {};
    case "choose": {
      if (e.tagName === "SELECT") {
        const o = [...e.options].find((o) => o.value === q.value || flat(o.text) === q.value);
        if (!o || o.disabled || e.disabled) return { problem: "no such choice" };
        e.focus();
        e.value = o.value;
        changed(e);
        return {};
      }
      const box = found.find((x) => x.value === q.value || labelsOf(x).includes(q.value));
      if (!box || box.disabled) return { problem: "no such choice" };
      if (!box.checked) box.click();
      return box.checked ? {} : { problem: "it does not stay chosen" };
    }
    case "spot": {
      const shown = found.find(visible);
      if (!shown) return { problem: "it is not visible" };
      if (shown.disabled) return { problem: "it is disabled" };
      const before = shown.getClientRects()[0];
      shown.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const r = shown.getClientRects()[0];
      if (Math.abs(r.left - before.left) > 1 || Math.abs(r.top - before.top) > 1) return { problem: "it is still moving" };
      const x = r.left + r.width / 2, y = r.top + r.height / 2;
      const top = document.elementFromPoint(x, y);
      if (!top || !(shown.contains(top) || top.contains(shown))) return { problem: `covered by ${top?.outerHTML.slice(0, 80)}` };
      return { x, y };
    }
  }
  return { problem: `unknown question ${q.op}` };
}
