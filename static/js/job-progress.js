// Follows a long job and loads the page again when it has ended; the refresh link stays until the first answer.
const PAUSE = 2000;

async function follow(job) {
  const bar = job.querySelector("progress");
  const count = job.querySelector("[data-job-count]");
  try {
    const response = await fetch(job.dataset.url, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    const { state, done, total } = await response.json();
    if (state === "done" || state === "failed") return location.reload();
    if (count) {
      bar.max = total || 1;
      bar.value = done;
      count.textContent = job.dataset.words.replace("{done}", done).replace("{total}", total);
    }
    job.querySelector("[data-job-refresh]").hidden = true;
  } catch {
    job.querySelector("[data-job-refresh]").hidden = false;
  }
  setTimeout(follow, PAUSE, job);
}

document.querySelectorAll("[data-job-progress]").forEach((job) => setTimeout(follow, PAUSE, job));
