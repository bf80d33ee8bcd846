// Shows what is new whenever the server says that something is.
const place = document.getElementById("now");
const said = document.getElementById("status");
const events = new EventSource("events");
events.onmessage = async () => {
  const answer = await fetch("now");
  if (!answer.ok) return;
  place.innerHTML = await answer.text(); // made by the report's template, which escapes all that is a learner's
  said.textContent = `as of ${new Date().toLocaleTimeString()}`;
};
events.onerror = () => {
  said.textContent = "the connection is gone: is the command still running?";
};
