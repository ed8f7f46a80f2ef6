/** Says hello, and stays: `client stay`. */
console.log('hello');
if (process.argv[2] === 'stay') setInterval(() => {}, 1000);
