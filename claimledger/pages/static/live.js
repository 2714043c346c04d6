(() => {
  const live = JSON.parse(document.getElementById("live").textContent);
  const look = async () => {
    try {
      const answer = await fetch(live.address, { cache: "no-store" });
      const version = await answer.text();
      if (answer.ok && version !== live.version) location.reload();
    } catch { /* The server is away; it may come back. */ }
  };
  setInterval(look, 1000);
})();
