"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const theme = byId("theme");
  root.classList.add("scripted");

  // Light and dark: as the system has it, until a reader chooses.
  const stored = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch { /* A page opened from a file may have no storage. */ }
    return null;
  };
  const isDark = () => (root.dataset.theme
    ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const dress = () => theme.setAttribute("aria-pressed", String(isDark()));
  const chosen = stored("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    stored("theme", root.dataset.theme);
    dress();
  });
  dress();

  // Tables whose rows are in the page are sorted where they stand.
  const compare = (a, b) => (typeof a === "number" && typeof b === "number"
    ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const isNumeric = head.classList.contains("n");
        const first = isNumeric ? "descending" : "ascending";
        const way = head.getAttribute("aria-sort") === first
          ? (isNumeric ? "ascending" : "descending") : first;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", way);
        const key = (row) => {
          const text = row.cells[column].textContent;
          return isNumeric ? Number(text.replace(/,/g, "")) : text;
        };
        const sign = way === "ascending" ? 1 : -1;
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => sign * compare(key(a), key(b)));
        table.tBodies[0].append(...rows);
      });
    });
  }

  // What is wider than the page can be scrolled by keyboard, and has a name. What stands in closed
  // details or far away has no width yet. All is measured before anything is set.
  const name = (wide) => {
    const before = wide.previousElementSibling;
    const own = before && before.matches("h4") ? before : wide.closest("details, section")
      .querySelector("summary, h2");
    const article = wide.closest("article");
    const names = [own, article && article.querySelector("h3")].filter(Boolean);
    wide.tabIndex = 0;
    wide.setAttribute("role", "region");
    wide.setAttribute("aria-label", names.map((one) => one.textContent.trim()).join(": "));
  };
  const seen = new IntersectionObserver((entries) => {
    const near = entries.filter((one) => one.isIntersecting).map((one) => one.target);
    near.forEach((one) => seen.unobserve(one));
    near.filter((one) => one.scrollWidth > one.clientWidth).forEach(name);
  }, { rootMargin: "600px" });
  const watchWide = (inside) => {
    for (const wide of inside.querySelectorAll(".across")) {
      seen.unobserve(wide);
      seen.observe(wide);
    }
  };
  document.addEventListener("toggle", (event) => watchWide(event.target), true);
  addEventListener("resize", () => watchWide(document));
  watchWide(document);

  const tools = byId("tools");
  if (!tools) return;
  const data = JSON.parse(byId("data").textContent);
  const [MOMENT, VERDICT, FLAGS, RATIO, COMMON, GAP, WHY, SIDES, GONE, ZONES] = Array(10).keys();
  const text = (place) => data.texts[place];
  const end = data.days.length - 1;
  const dayMs = 86400000;
  const start = Date.parse(data.days[0]);
  const articles = new Map();
  for (const article of document.querySelectorAll("article[data-q]")) {
    articles.set(Number(article.dataset.q), article);
  }
  const questions = data.questions.map((fields, place) => {
    const [anchor, number, title, scope, event, kind, days, states] = fields;
    const article = articles.get(place);
    const last = states[states.length - 1];
    return { anchor, number, title: text(title), scope: text(scope), event, kind, days, states,
      fixed: [title, scope], place, article, few: article.parentNode, section: article.closest("section"),
      said: null, isShown: true, isUnpacked: false, isUnfolded: false, state: last, painted: last,
      shown: end };
  });
  const view = { moment: end, verdicts: new Set(), side: "", event: "", since: null, words: [],
    sort: "verdict", way: 1, most: 40, stale: [], isUnfolded: false };

  const element = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };
  const mark = (side) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("class", `mark k${side}`);
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `#m-${data.sides[side][1]}`);
    use.setAttribute("x", "50%");
    use.setAttribute("y", "50%");
    svg.append(use);
    return svg;
  };
  const brief = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);
  const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);
  const verdictOf = (state) => (state[VERDICT] < 0 ? "never judged" : data.verdicts[state[VERDICT]]);
  const verdictClass = (state) => (state[VERDICT] < 0
    ? "position" : data.verdicts[state[VERDICT]].split(" ")[0]);
  const stateAt = (question, moment) => {
    let found = null;
    for (const state of question.states) {
      if (state[MOMENT] > moment) break;
      found = state;
    }
    return found;
  };

  const query = byId("query");

  // What a question says at the date that is set.
  const paintBody = (question) => {
    const { article, painted } = question;
    const gone = new Set(painted[GONE]);
    for (const row of article.querySelectorAll(".say tbody tr")) {
      row.hidden = Number(row.dataset.m) > view.moment;
      row.classList.toggle("gone", gone.has(Number(row.dataset.p)));
    }
    ["common", "gap"].forEach((kind, place) => {
      const zone = article.querySelector(`.axis rect.${kind}`);
      const [x, width] = painted[ZONES][place] || ["0", "0"];
      if (zone) {
        zone.setAttribute("x", x);
        zone.setAttribute("width", width);
      }
    });
  };
  const dated = (words) => words.split(/(\b\d{4}-\d\d(?:-\d\d)?\b)/).map((part, place) => (
    place % 2 ? element("time", "", part) : part));
  const paint = (question) => {
    const { state } = question;
    if (question.painted !== state) {
      question.painted = state;
      const put = (name, ...inside) => {
        const place = question.article.querySelector(`[data-f=${name}]`);
        if (place) place.replaceChildren(...inside);
      };
      const told = (name, words) => (words ? [`${name} `, element("b", "", words)] : []);
      put("verdict", element("span", `verdict v-${verdictClass(state)}`, verdictOf(state)));
      put("flags", ...state[FLAGS].map((flag) => {
        const shown = element("span", "flag", text(flag));
        shown.title = data.meanings[text(flag)];
        return shown;
      }));
      put("gap", ...told("gap", text(state[GAP])));
      put("common", ...told("common range", text(state[COMMON])));
      put("why", ...dated(text(state[WHY])));
    }
    if (question.shown !== view.moment) {
      question.shown = view.moment;
      paintBody(question);
    }
  };

  // The table, the past and the reasons of a question wait in pieces in a large page. A browser
  // takes long over each <details> that comes into one, so these come when they are opened.
  const packed = byId("bodies") ? JSON.parse(byId("bodies").textContent) : null;
  const bringDetails = (button) => {
    button.replaceWith(button.details);
    return button.details;
  };
  const putOff = (details) => {
    const summary = details.firstElementChild;
    const button = element("button", `later ${details.className}`, summary.textContent);
    button.type = "button";
    button.details = details;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      bringDetails(button).open = true;
      summary.focus();
    });
    details.replaceWith(button);
  };
  const unpack = (question) => {
    if (!packed || question.isUnpacked) return;
    const made = document.createElement("template");
    made.innerHTML = packed.texts[question.place].map((n) => packed.pieces[n]).join("");
    made.content.querySelectorAll("details").forEach(putOff);
    question.article.querySelector(".body").replaceChildren(made.content);
    question.isUnpacked = true;
    question.shown = end;
  };
  // All histories and reasons are opened or closed at once; each can be set by itself after that.
  const unfold = (question) => {
    if (question.isUnfolded === view.isUnfolded) return;
    question.isUnfolded = view.isUnfolded;
    const { article, isUnfolded } = question;
    if (isUnfolded) article.querySelectorAll(".later").forEach(bringDetails);
    for (const one of article.querySelectorAll("details")) one.open = isUnfolded;
  };
  const ready = (question) => {
    unpack(question);
    paint(question);
    unfold(question);
  };

  // A frame has time for little: what is near the reader comes first, then what the others say.
  const near = new Set();
  let isWaking = false;
  const isReady = ({ isUnpacked, painted, state, shown, isUnfolded }) => (
    isUnpacked && painted === state && shown === view.moment && isUnfolded === view.isUnfolded);
  const readyNear = () => {
    isWaking = false;
    const until = performance.now() + 4;
    let left = 2;
    for (const few of near) {
      for (const { hidden, dataset } of few.children) {
        const question = questions[Number(dataset.q)];
        if (hidden || isReady(question)) continue;
        if (!left) {
          wake();
          return;
        }
        left -= 1;
        ready(question);
      }
    }
    while (view.stale.length) {
      if (performance.now() > until) {
        wake();
        return;
      }
      paint(view.stale.pop());
    }
  };
  const wake = () => {
    if ((near.size || view.stale.length) && !isWaking) {
      isWaking = true;
      requestAnimationFrame(readyNear);
    }
  };
  if (packed) {
    const watcher = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) near.add(target);
        else near.delete(target);
      }
      wake();
    }, { rootMargin: "1200px" });
    for (const few of document.querySelectorAll(".few")) watcher.observe(few);
  }

  // Search and filters.
  const plain = (words) => words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const signs = { lt: "<", gt: ">", amp: "&", "#34": '"', "#39": "'" };
  const plainPiece = (piece) => (piece[0] === ">"
    ? plain(piece.replace(/&(\w+|#\d+);/g, (all, sign) => signs[sign] || all)) : "");
  // Which of many texts hold a word; they are made plain at the first search.
  const holders = (texts, asPlain) => {
    let made = null;
    return (word) => {
      made ||= texts.map(asPlain);
      return made.map((one) => one.includes(word));
    };
  };
  const textsWith = holders(data.texts, plain);
  const eventsWith = holders(data.events, plain);
  const piecesWith = packed ? holders(packed.pieces, plainPiece) : null;
  const isLabel = packed
    ? packed.pieces.map((piece) => /^\/(text|tspan|title|th|summary|h4)>/.test(piece)) : [];
  const cells = "tbody td:not(.pic), li";
  // What the claims of a question say, with the moment from which each is known.
  const saidOf = (question) => {
    question.said ||= [...question.article.querySelectorAll(`.body :is(${cells})`)].map((cell) => {
      const row = cell.closest("tr[data-m]");
      return [row ? Number(row.dataset.m) : end, plain(cell.textContent)];
    });
    return question.said;
  };
  const saysPacked = (question, found) => {
    const places = packed.texts[question.place];
    let since = end;
    for (let n = 0; n < places.length; n += 1) {
      const piece = packed.pieces[places[n]];
      if (piece.endsWith(" data-m")) since = Number(packed.pieces[places[n + 1]].slice(2, -1));
      else if (piece.includes("<details")) since = end;
      if (found[places[n]] && since <= view.moment && !isLabel[places[n + 1]]) return true;
    }
    return false;
  };
  // What is found is what can be read at the date that is set.
  const lookFor = (query) => plain(query).split(/\s+/).filter(Boolean).map((word) => {
    const told = textsWith(word);
    const events = eventsWith(word);
    const found = packed && piecesWith(word);
    return (question, state) => {
      const shown = [...question.fixed, ...state[FLAGS], state[GAP], state[COMMON], state[WHY]];
      return shown.some((place) => told[place])
        || verdictOf(state).includes(word)
        || events[question.event]
        || (packed ? saysPacked(question, found)
          : saidOf(question).some(([since, one]) => since <= view.moment && one.includes(word)));
    };
  });
  const meets = (question, state) => {
    if (view.side !== "" && !state[SIDES].some(([side]) => side === Number(view.side))) return false;
    if (view.event !== "" && question.event !== Number(view.event)) return false;
    if (view.since !== null) {
      const last = (Date.parse(data.days[view.moment]) - start) / dayMs;
      if (!question.days.some((day) => day >= view.since && day <= last)) return false;
    }
    return view.words.every((isIn) => isIn(question, state));
  };
  const lastSaid = (question) => {
    const last = (Date.parse(data.days[view.moment]) - start) / dayMs;
    return Math.max(...question.days.filter((day) => day <= last));
  };
  const ratio = (state) => (state[RATIO] === null ? Infinity : state[RATIO]);
  const rank = (state) => (state[VERDICT] < 0 ? data.verdicts.length : state[VERDICT]);
  const orders = {
    number: (a, b) => a.question.number - b.question.number,
    title: (a, b) => compare(a.question.title, b.question.title),
    ratio: (a, b) => (ratio(b.state) - ratio(a.state)) || 0,
    verdict: (a, b) => (rank(a.state) - rank(b.state)) || (ratio(b.state) - ratio(a.state)) || 0,
    last: (a, b) => b.last - a.last,
  };

  const rows = byId("rows");
  const further = byId("further");
  const line = ({ question, state, last }) => {
    const link = element("a", "", brief(capital(question.title), 160));
    link.href = `#${question.anchor}`;
    const asked = element("td", "", link);
    if (question.scope) asked.append(element("small", "", ...dated(brief(question.scope, 120))));
    const says = state[SIDES].map(([side, said]) => {
      const name = element("span", "vh", `${data.sides[side][0]}: `);
      const shown = element("span", "says", mark(side), name, brief(text(said), 80));
      shown.title = data.sides[side][0];
      return shown;
    });
    const day = new Date(start + last * dayMs).toISOString().slice(0, 10);
    return element("tr", "",
      element("td", "", String(question.number)),
      asked,
      element("td", "", ...says),
      element("td", "n", text(state[GAP])),
      element("td", `v-${verdictClass(state)}`, verdictOf(state)),
      element("td", "", element("time", "", day)));
  };
  const list = () => {
    rows.replaceChildren(...view.found.slice(0, view.most).map(line));
    const left = view.found.length - view.most;
    further.hidden = left <= 0;
    further.textContent = `Show ${Math.min(left, 500).toLocaleString("en")} more`;
  };

  // The browser passes over what is far away: a few questions at once where there are many, and
  // these by the block, since at each change it goes over all boxes that stand beside each other.
  const sections = [...document.querySelectorAll("section.list")].map((section) => {
    const groups = [...section.querySelectorAll(".few")];
    return { section, groups, size: groups[0].children.length };
  });
  // What is moved loses its layout, so only what has come to stand elsewhere is moved.
  const reorder = (found) => {
    for (const { section, groups, size } of sections) {
      const own = found.filter(({ question }) => question.section === section);
      groups.forEach((few, n) => {
        let before = null;
        for (const { question } of own.slice(n * size, (n + 1) * size)) {
          const next = before ? before.nextElementSibling : few.firstElementChild;
          if (next !== question.article) few.insertBefore(question.article, next);
          question.few = few;
          before = question.article;
        }
      });
    }
  };
  const resize = (found) => {
    const sizes = new Map();
    for (const { question: { few, section } } of found) {
      for (const box of [few, few.parentNode, section]) sizes.set(box, (sizes.get(box) || 0) + 1);
    }
    for (const box of document.querySelectorAll("section.list, .block, .few")) {
      const size = sizes.get(box) || 0;
      box.hidden = !size;
      if (!box.matches("section")) box.style.containIntrinsicHeight = `auto ${26 * size}rem`;
    }
  };

  // What is printed says of what it is a part.
  const named = (id) => {
    const control = byId(id);
    return control && control.value ? control.selectedOptions[0].textContent : "";
  };
  const tellPart = (count) => {
    const searched = query.value.trim();
    const since = byId("since") && byId("since").value;
    const conditions = [
      searched && `searched for "${searched}"`,
      named("side") && `side ${named("side")}`,
      named("event") && `event ${named("event")}`,
      since && `something said since ${since}`,
      view.verdicts.size && [...view.verdicts].map((one) => (one < 0 ? "positions"
        : data.verdicts[one])).join(" or "),
    ].filter(Boolean);
    byId("part").hidden = !conditions.length;
    byId("part").textContent = `Shown here: ${count}; ${conditions.join("; ")}.`;
  };

  // An entry of the browser's history keeps what is set, for who reloads the page or comes back.
  let keeping = 0;
  const keep = () => {
    const { verdicts, sort, way, isUnfolded } = view;
    const controls = [...tools.elements].filter((one) => one.matches("select, [type=date]"))
      .map((one) => [one.id, one.selectedOptions ? one.selectedOptions[0].textContent : one.value]);
    const day = view.moment === end ? "" : data.days[view.moment];
    history.replaceState({ query: query.value, controls, verdicts: [...verdicts], sort, way, isUnfolded,
      day }, "");
  };
  const restore = (kept) => {
    query.value = kept.query;
    view.words = lookFor(kept.query);
    for (const [id, value] of kept.controls) {
      const control = byId(id);
      if (!control) continue;
      if (control.options) {
        const option = [...control.options].find((one) => one.textContent === value);
        if (option) control.value = option.value;
      } else {
        control.value = value;
      }
      setters[id](control.value);
    }
    kept.verdicts.forEach(press);
    if (kept.sort !== "verdict" || kept.way !== 1) setSort(kept.sort, kept.way);
    view.isUnfolded = kept.isUnfolded;
    const later = data.days.findIndex((one) => one > kept.day);
    return kept.day && later > 0 ? later - 1 : end;
  };

  const apply = () => {
    const counts = new Map();
    let all = 0;
    const found = [];
    view.stale = [];
    for (const question of questions) {
      const state = stateAt(question, view.moment);
      if (state !== null) all += 1;
      let isShown = state !== null && meets(question, state);
      if (isShown) {
        counts.set(state[VERDICT], (counts.get(state[VERDICT]) || 0) + 1);
        isShown = !view.verdicts.size || view.verdicts.has(state[VERDICT]);
      }
      if (question.isShown !== isShown) {
        question.isShown = isShown;
        question.article.hidden = !isShown;
      }
      if (isShown) {
        question.state = state;
        if (packed) {
          view.stale.push(question);
        } else {
          paint(question);
          unfold(question);
        }
        found.push({ question, state, last: lastSaid(question) });
      }
    }
    const order = orders[view.sort];
    found.sort((a, b) => (view.way * order(a, b)) || (a.question.place - b.question.place));
    const key = `${view.sort}${view.way}${view.moment}`;
    if (view.ordered !== key) {
      reorder(found);
      // What is filtered away stays where it was, and comes back in no order.
      view.ordered = found.length === all ? key : null;
    }
    view.found = found;
    list();
    for (const button of byId("verdicts").children) {
      const count = counts.get(Number(button.dataset.v)) || 0;
      button.lastChild.textContent = String(count);
    }
    resize(found);
    wake();
    byId("nothing").hidden = found.length > 0;
    const number = (n) => n.toLocaleString("en");
    const when = view.moment === end ? "" : `, as known on ${data.days[view.moment]}`;
    const count = found.length === all
      ? `${number(all)} ${all === 1 ? "question" : "questions"}${when}`
      : `${number(found.length)} of ${number(all)} questions${when}`;
    byId("anew").hidden = found.length === questions.length && view.moment === end
      && !view.words.length;
    byId("count").textContent = count;
    tellPart(count);
    clearTimeout(keeping);
    keeping = setTimeout(keep, 300);
  };

  // The date that the page is set to.
  const slider = byId("moment");
  const setMoment = (moment) => {
    view.moment = moment;
    const isEnd = moment === end;
    if (slider) {
      slider.value = String(moment);
      slider.setAttribute("aria-valuetext", `${data.days[moment]}${isEnd ? ", everything" : ""}`);
      byId("day").textContent = data.days[moment];
    }
    root.classList.toggle("replaying", !isEnd);
    byId("lead").replaceChildren(...data.heads[moment].map((one) => (
      element("p", "", ...dated(text(one))))));
    apply();
  };
  if (slider) {
    let timer = 0;
    const play = byId("play");
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "▶";
      play.setAttribute("aria-label", view.moment === end ? "Replay from the beginning" : "Go on");
    };
    slider.addEventListener("input", () => {
      setMoment(Number(slider.value));
      stop();
    });
    play.addEventListener("click", () => {
      if (timer) {
        stop();
        return;
      }
      play.textContent = "❚❚";
      play.setAttribute("aria-label", "Stop");
      setMoment(view.moment === end ? 0 : view.moment);
      timer = setInterval(() => {
        if (view.moment < end) setMoment(view.moment + 1);
        if (view.moment === end) stop();
      }, 900);
    });
  }

  // The controls.
  let waiting = 0;
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      view.words = lookFor(query.value);
      apply();
    }, 120);
  });
  const setters = {
    side: (value) => { view.side = value; },
    event: (value) => { view.event = value; },
    since: (value) => { view.since = value ? (Date.parse(value) - start) / dayMs : null; },
  };
  for (const [id, set] of Object.entries(setters)) {
    const control = byId(id);
    if (control) {
      control.addEventListener("change", () => {
        set(control.value);
        apply();
      });
    }
  }
  if (data.events.length > 1) {
    byId("events").hidden = false;
    data.events.forEach((name, place) => {
      byId("event").append(new Option(brief(name, 60), String(place)));
    });
  }
  const press = (verdict) => {
    const isOn = !view.verdicts.delete(verdict);
    if (isOn) view.verdicts.add(verdict);
    const button = byId("verdicts").querySelector(`[data-v="${verdict}"]`);
    if (button) button.setAttribute("aria-pressed", String(isOn));
  };
  const present = new Set(questions.flatMap(({ states }) => states.map((one) => one[VERDICT])));
  for (const verdict of [...data.verdicts.keys(), -1].filter((one) => present.has(one))) {
    const name = verdict < 0 ? "positions" : data.verdicts[verdict];
    const button = element("button", `v-${verdict < 0 ? "position" : name.split(" ")[0]}`,
      `${name} `, element("b", "", ""));
    button.type = "button";
    button.dataset.v = String(verdict);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      press(verdict);
      apply();
    });
    byId("verdicts").append(button);
  }
  const reset = () => {
    Object.assign(view, { verdicts: new Set(), side: "", event: "", since: null, words: [] });
    tools.reset();
    for (const button of byId("verdicts").children) button.setAttribute("aria-pressed", "false");
    setMoment(end);
  };
  byId("anew").addEventListener("click", () => {
    reset();
    query.focus();
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  const setSort = (key, way) => {
    view.way = way;
    view.sort = key;
    for (const head of document.querySelectorAll("th[data-sort]")) {
      head.removeAttribute("aria-sort");
      const falls = (key === "ratio" || key === "last") === (way === 1);
      if (head.dataset.sort === key) head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    }
  };
  for (const head of document.querySelectorAll("th[data-sort]")) {
    head.firstChild.addEventListener("click", () => {
      const key = head.dataset.sort;
      setSort(key, view.sort === key ? -view.way : 1);
      apply();
    });
  }
  further.addEventListener("click", () => {
    view.most += 500;
    list();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest && event.target.closest("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
    }
  });

  // What is passed over has no height of its own until it comes near, and then moves the target:
  // it is held for half a second, or until the reader goes on.
  let held = null;
  const hold = (target, frames) => {
    if (held !== target) return;
    target.scrollIntoView();
    if (frames) requestAnimationFrame(() => hold(target, frames - 1));
  };
  for (const name of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(name, () => { held = null; }, { passive: true });
  }

  // A link to a question shows it, whatever the filters are.
  const arrive = () => {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch { /* No name of ours. */ }
    const target = id && byId(id);
    if (!target || !target.matches("article")) return;
    if (target.hidden) reset();
    ready(questions[Number(target.dataset.q)]);
    held = target;
    hold(target, 30);
  };
  // An entry of the history that was there before is gone back to: the browser knows its place.
  addEventListener("hashchange", () => {
    if (history.state === null) arrive();
    keep();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) arrive();
  });

  // On paper there is what is open.
  addEventListener("beforeprint", () => {
    for (const { question } of view.found) ready(question);
  });
  const open = byId("open");
  const tellOpen = () => {
    open.textContent = `${view.isUnfolded ? "Close" : "Open"} all histories and reasons`;
  };
  open.addEventListener("click", () => {
    view.isUnfolded = !view.isUnfolded;
    tellOpen();
    apply();
  });

  view.ordered = `verdict1${end}`;
  if (history.state === null) {
    apply();
    arrive();
  } else {
    setMoment(restore(history.state));
    tellOpen();
  }
})();
