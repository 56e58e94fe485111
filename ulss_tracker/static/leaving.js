// Who left by "Exit this page" is not shown what they were writing when somebody presses Back: each
// page with something of theirs turns into the page that hides it, until they come back to it.
// What was kept of it is deleted: we are told while the browser is already on its way.
// Runs before anything is drawn.

(() => {
  const LEFT = 'left'
  const { pausedUrl, leaveUrl, leaveToken, exitTo } = document.currentScript.dataset
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
    if (leaveUrl) navigator.sendBeacon(leaveUrl, new URLSearchParams({ csrf_token: leaveToken }))
    root.hidden = Boolean(pausedUrl)
  })
  // Straight to the harmless page: the way by our server is for browsers without scripts.
  document.addEventListener('DOMContentLoaded', () => {
    const exit = document.querySelector('.govuk-exit-this-page__button')
    if (exit && exitTo) exit.href = exitTo
  })
  window.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-app-come-back]')) window.sessionStorage.removeItem(LEFT)
  })
})()
