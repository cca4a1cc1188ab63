import { expect, test } from 'vitest';
import type { KeyPress } from '../../src/io/keyboard.ts';
import { createLineEditor } from '../../src/io/line-editor.ts';

const typed = (text: string): KeyPress => ({ name: text, typed: text, key: { sequence: text, name: text } });
const named = (name: string, ctrl = false): KeyPress => ({
  name: ctrl ? `ctrl+${name}` : name,
  typed: undefined,
  key: { name, ctrl, sequence: '' },
});

test('it begins with the text that is given, and takes what is typed where the cursor is', async () => {
  const editor = createLineEditor('abc');
  for (const press of [named('left'), typed('x'), typed('é'), named('home'), typed('y')]) editor.press(press);
  expect(editor.current()).toEqual({ typed: 'yabxéc', cursor: 1 });
  editor.press(named('return'));
  expect(await editor.answer).toBe('yabxéc');
});

test('Backspace, Ctrl-W, Ctrl-U and the others of readline work', () => {
  const editor = createLineEditor('one two three');
  editor.press(named('w', true));
  expect(editor.current().typed).toBe('one two ');
  editor.press(named('backspace'));
  expect(editor.current().typed).toBe('one two');
  editor.press(named('u', true));
  expect(editor.current()).toEqual({ typed: '', cursor: 0 });
  editor.giveUp();
});

test.each([
  ['Escape', named('escape')],
  ['Ctrl-C', named('c', true)],
])('%s gives up', async (_, press) => {
  const editor = createLineEditor('abc');
  editor.press(press);
  expect(await editor.answer).toBeUndefined();
});

test('Ctrl-D gives up on an empty line only', async () => {
  const editor = createLineEditor('a');
  editor.press(named('d', true));
  expect(editor.current().typed).toBe('a');
  editor.press(named('backspace'));
  editor.press(named('d', true));
  expect(await editor.answer).toBeUndefined();
});

test('keys after the end, and an end after the end, do nothing', async () => {
  const editor = createLineEditor('abc');
  editor.press(named('return'));
  editor.press(typed('x'));
  editor.giveUp();
  expect(await editor.answer).toBe('abc');
});
