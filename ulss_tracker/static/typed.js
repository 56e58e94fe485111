// What is typed on a page of the journey is kept on the server before the page is sent: every few
// seconds while it changes, so that a tab that dies takes no more than that with it.

const EVERY = 5 * 1000
const { typedUrl } = document.querySelector('[data-timeout]').dataset
const form = document.querySelector('main form[method="post"]')
const typed = () => new URLSearchParams(new FormData(form)).toString()

let kept = form ? typed() : ''
let isSent = false

// Whether nothing would be lost: it is kept, or there is nothing to keep.
export async function keepTyped () {
  if (!typedUrl || !form) return true
  const words = typed()
  try {
    const answer = await fetch(typedUrl, { method: 'POST', body: new URLSearchParams(words) })
    if (answer.ok) kept = words
    return answer.ok
  } catch {
    return false
  }
}

if (typedUrl && form) {
  form.addEventListener('submit', () => { isSent = true })
  setInterval(() => {
    // Who leaves by "Exit this page" has what was kept deleted: nothing more of it is kept.
    const isLeft = document.body.classList.contains('govuk-exit-this-page-hide-content')
    if (!isSent && !isLeft && typed() !== kept) keepTyped()
  }, EVERY)
}
