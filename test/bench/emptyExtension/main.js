// What every extension costs: the floor of the activation figures.
exports.activate = () => {};
