/** Each box for a day says how a day is written in it, also one that a stream of blocks adds later. */
for (const name of ["initDateChooser", "initDateTimeChooser"]) {
  const equip = window[name];
  window[name] = (id, { written, ...options }) => {
    const box = document.getElementById(id);
    box.placeholder = box.placeholder ? `${box.placeholder} (${written})` : written;
    equip(id, options);
  };
}
