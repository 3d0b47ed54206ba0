// Tries to undo suppression. It gets what a reader of all tables may know at worst: for every moment each table was published, who was counted in it
// (people who always were in the same tables are a class, whose size it knows), and the figures. It finds out by exact integer optimisation (HiGHS) between
// what bounds each hidden figure lies, and how many of each class have each value.
//
//   node attacker.mjs worlds.json answers.json
//
// A world: {values, classes: [{size, in: [moment, …]}], moments: [[figure or null for each value], …]}.
// Its answer: {figures: [{moment, value, least, most}], classes: [{class, value, least, most}]}, of the hidden figures alone.
import { readFileSync, writeFileSync } from "node:fs";
import loadHighs from "highs";

const [, , worldsFile, answersFile] = process.argv;
const highs = await loadHighs();

const variable = (people, value) => `x${people}_${value}`;

function conditionsOf(world) {
  const lines = [];
  world.classes.forEach((people, c) => {
    lines.push(`${Array.from({ length: world.values }, (_, v) => variable(c, v)).join(" + ")} = ${people.size}`);
  });
  world.moments.forEach((figures, moment) => figures.forEach((figure, value) => {
    const there = world.classes.flatMap((people, c) => (people.in.includes(moment) ? [variable(c, value)] : []));
    if (figure !== null && there.length > 0) lines.push(`${there.join(" + ")} = ${figure}`);
  }));
  return lines;
}

function bound(direction, goal, conditions, variables) {
  const program = `${direction}\n goal: ${goal}\nSubject To\n${conditions.map((line, i) => ` c${i}: ${line}`).join("\n")}\nGeneral\n ${variables.join(" ")}\nEnd\n`;
  const { Status, ObjectiveValue } = highs.solve(program, { output_flag: false });
  if (Status !== "Optimal") throw new Error(`${Status}:\n${program}`);
  return Math.round(ObjectiveValue);
}

function attack(world) {
  const conditions = conditionsOf(world);
  const variables = world.classes.flatMap((_, c) => Array.from({ length: world.values }, (_, v) => variable(c, v)));
  const between = (goal) => ({ least: bound("Minimize", goal, conditions, variables), most: bound("Maximize", goal, conditions, variables) });
  const figures = world.moments.flatMap((shown, moment) => shown.flatMap((figure, value) => {
    if (figure !== null) return [];
    const there = world.classes.flatMap((people, c) => (people.in.includes(moment) ? [variable(c, value)] : []));
    return [{ moment, value, ...between(there.join(" + ")) }];
  }));
  const classes = world.classes.flatMap((_, c) => Array.from({ length: world.values }, (_, value) => ({ class: c, value, ...between(variable(c, value)) })));
  return { figures, classes };
}

writeFileSync(answersFile, JSON.stringify(JSON.parse(readFileSync(worldsFile, "utf8")).map(attack)));
