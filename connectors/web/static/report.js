// Puts where the person is into the form, at their press and not before.
const button = document.getElementById("locate"), told = document.getElementById("located");

if (navigator.geolocation) button.closest("p").hidden = false;

button.addEventListener("click", () => {
  told.textContent = "있는 곳을 찾고 있어요.";
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    document.getElementById("latitude").value = coords.latitude.toFixed(5);
    document.getElementById("longitude").value = coords.longitude.toFixed(5);
    told.textContent = "있는 곳을 넣었어요. 동의하지 않으시면 동네까지만 남겨요.";
  }, () => { told.textContent = "있는 곳을 알 수 없어요. 위에 글로 적어 주세요."; }, { timeout: 10000 });
});
