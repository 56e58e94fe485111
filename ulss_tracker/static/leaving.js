// Who left by "Exit this page" is not shown what they were writing when somebody presses Back: each
// page with something of theirs turns into the page that hides it, until they come back to it.
// Runs before anything is drawn.

(() => {
  const LEFT = 'left'
  const { pausedUrl } = document.currentScript.dataset
  const root = document.documentElement

  const hide = () => {
    if (!pausedUrl || !window.sessionStorage.getItem(LEFT)) return
    root.hidden = true
    window.location.replace(pausedUrl)
  }

  hide()
  // A page that comes back out of the browser's memory runs nothing again but this.
  window.addEventListener('pageshow', (event) => { if (event.persisted) hide() })
  window.addEventListener('pagehide', () => {
    if (!document.body.classList.contains('govuk-exit-this-page-hide-content')) return
    window.sessionStorage.setItem(LEFT, 'yes')
    root.hidden = Boolean(pausedUrl)
  })
  window.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-app-come-back]')) window.sessionStorage.removeItem(LEFT)
  })
})()
