// Searches, filters and sorts the list of articles. Without it the whole list is there.
"use strict";
{
  const data = JSON.parse(document.getElementById("rp-data").textContent);
  const form = document.getElementById("rp-find");
  const list = document.getElementById("rp-list");
  const told = document.getElementById("rp-told");
  const cards = [...list.children];
  const counted = new Intl.NumberFormat("en");
  // "Ångström" is found by "angstrom"
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const places = (text) => (text ? text.split(" ").map((place) => parseInt(place, 36)) : []);
  const names = data.names.map(fold);
  let made, later;

  // What is compared with the words of the reader, made when it is first wanted.
  const articles = () => made ??= cards.map((card, i) => {
    const speakers = places(data.speakers[i]), targets = places(data.targets[i]);
    const title = card.querySelector("h2").textContent;
    const text = [fold(title), ...new Set([...speakers, ...targets].map((place) => names[place]))].join("\n");
    return { title, text, speakers, targets };
  });

  const chosen = () => {
    const field = form.elements;
    return {
      words: fold(field.q.value).split(/\s+/).filter(Boolean),
      outlet: field.outlet.value,
      month: field.month.value,
      speaker: field.speaker.value,
      fresh: Boolean(field.fresh?.checked),
      sort: field.sort.value,
    };
  };

  const fits = (wanted, speaker, i) =>
    (!wanted.outlet || data.outlets[i] === Number(wanted.outlet)) &&
    (!wanted.month || data.months[i] === Number(wanted.month)) &&
    (!wanted.fresh || data.fresh[i] === 1) &&
    (!wanted.speaker || articles()[i].speakers.includes(speaker)) &&
    wanted.words.every((word) => articles()[i].text.includes(word));

  // The list is written by date, so its own order is that of the newest first and stays where two are equal.
  const orders = {
    newest: (a, b) => a - b,
    oldest: (a, b) => undated(a) - undated(b) || b - a,
    quoted: (a, b) => data.said[b] - data.said[a] || a - b,
    title: (a, b) => articles()[a].title.localeCompare(articles()[b].title, "en") || a - b,
  };
  const undated = (i) => Number(data.months[i] === data.undated);

  // Names that the words were found in, where the reader does not see them: whoever looks for a target is told that it is one.
  const MOST_TOLD = 50;
  const why = (card, article, words) => {
    const title = fold(article.title);
    const open = words.filter((word) => !title.includes(word));
    const hits = (list) => list.filter((place) => open.some((word) => names[place].includes(word))).map((place) => data.names[place]);
    const parts = [["Speaks", hits(article.speakers)], ["Spoken of", hits(article.targets)]].filter(([, found]) => found.length);
    if (!parts.length) return;
    const line = document.createElement("p");
    line.className = "rp-hit";
    line.textContent = parts.map(([head, found]) => `${head}: ${found.join(", ")}`).join(" · ");
    card.append(line);
  };

  // The cards are taken out and put in again, since a browser takes seconds to hide and show each of thousands; the first of
  // them at once, the rest while nobody waits.
  const AT_ONCE = 200;
  let shown = cards.map((_, i) => i);
  const put = (found) => {
    shown = found;
    list.replaceChildren();
    let done = 0;
    const more = () => {
      if (shown !== found) return; // another answer has come
      list.append(...found.slice(done, done += AT_ONCE).map((i) => cards[i]));
      if (done < found.length) setTimeout(more, 10);
    };
    more();
  };

  const show = () => {
    const wanted = chosen();
    const speaker = parseInt(wanted.speaker, 36);
    const found = cards.map((_, i) => i).filter((i) => fits(wanted, speaker, i)).sort(orders[wanted.sort]);
    for (const line of list.querySelectorAll(".rp-hit")) line.remove();
    if (wanted.words.length) for (const i of found.slice(0, MOST_TOLD)) why(cards[i], articles()[i], wanted.words);
    if (found.length !== shown.length || found.some((i, n) => i !== shown[n])) put(found);
    const all = `${counted.format(cards.length)} ${cards.length === 1 ? "article" : "articles"}`;
    told.textContent = found.length ? `${counted.format(found.length)} of ${all}` : `None of ${all}: try fewer words or another choice`;
  };

  // The address says what is shown, so that it can be sent on and is still there on the way back from an article.
  const remember = () => {
    const said = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && !(name === "sort" && value === "newest")));
    const hash = said.size ? `#${said}` : "";
    if (hash !== location.hash) history.replaceState(null, "", hash || location.href.split("#")[0]);
  };
  const recall = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) {
      if (!field.name) continue;
      const value = said.get(field.name);
      if (field.type === "checkbox") field.checked = value !== null;
      else if (field.name !== "sort" || value) field.value = value ?? "";
      if (field.value === "" && field.options) field.selectedIndex = 0; // a choice that is not there any more
    }
  };

  const answer = () => {
    show();
    clearTimeout(later);
    later = setTimeout(remember, 300);
  };
  form.reset();
  form.hidden = false;
  form.addEventListener("input", answer);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(answer));
  const follow = () => {
    if (location.hash && !location.hash.includes("=")) return; // a place on the page
    recall();
    show();
  };
  addEventListener("hashchange", follow);
  follow();
  (window.requestIdleCallback ?? setTimeout)(articles);
}
