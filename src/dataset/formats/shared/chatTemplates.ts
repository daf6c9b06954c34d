// Chats that a template has already made one text of, as the training programs of open models want them.
import type { Speaker } from '../../example/conversation';

export interface ChatTemplate {
  readonly label: string;
  /** Stands before what somebody says; its first group says who. */
  readonly marker: RegExp;
  /** What the template adds around the texts. */
  readonly strip?: RegExp;
  /** A system text at the start of the first turn. */
  readonly system?: RegExp;
}

/** Of two templates that fit a text, the first is taken. */
const templates: readonly ChatTemplate[] = [
  { label: 'ChatML', marker: /<\|im_start\|>\s*(\w+)\n?/g, strip: /<\|im_end\|>|<\|endoftext\|>/g },
  {
    label: 'Llama 3',
    marker: /<\|start_header_id\|>\s*(\w+)\s*<\|end_header_id\|>/g,
    strip: /<\|(?:begin_of_text|eot_id|end_of_text)\|>/g,
  },
  { label: 'Gemma', marker: /<start_of_turn>\s*(\w+)\n?/g, strip: /<end_of_turn>|<bos>|<eos>/g },
  {
    label: 'Zephyr or Phi',
    marker: /<\|(system|user|assistant)\|>/g,
    strip: /<\|end\|>|<\|endoftext\|>|<\/s>|<s>/g,
  },
  {
    label: 'Llama 2',
    marker: /(\[\/?INST\])/g,
    strip: /<\/?s>/g,
    system: /^\s*<<SYS>>([\s\S]*?)<<\/SYS>>/,
  },
  {
    label: '### Human and ### Assistant',
    marker: /(?<!#)###\s*(System|Human|User|Instruction|Input|Assistant|Response|Output)\s*:/gi,
    strip: /<\/?s>/g,
  },
  // Each on a line of its own, where only what begins a line is a mark, or all in one line.
  ...[
    /(?:^|\n)[^\S\n]*(Human|User|Assistant)\s*:/g,
    /(?:^|\s|<\/?s>)(USER|ASSISTANT|Human|User|Assistant)\s*:/g,
  ].map((marker) => ({ label: 'Human: and Assistant:', marker, strip: /<\/?s>/g })),
];

const SPEAKERS: Readonly<Record<string, Speaker | 'system'>> = {
  system: 'system',
  user: 'user',
  human: 'user',
  instruction: 'user',
  input: 'user',
  '[inst]': 'user',
  assistant: 'model',
  model: 'model',
  response: 'model',
  output: 'model',
  '[/inst]': 'model',
};

export interface TemplatedText {
  readonly template: ChatTemplate;
  readonly system: string;
  readonly said: readonly { readonly speaker: Speaker; readonly text: string }[];
}

/** Undefined when the text is no chat in a template that we know: both sides must speak. */
export function readTemplate(text: string): TemplatedText | undefined {
  for (const template of templates) {
    const read = readWith(template, text);
    if (
      read?.said.some(({ speaker }) => speaker === 'user') &&
      read.said.some(({ speaker }) => speaker === 'model')
    )
      return read;
  }
  return undefined;
}

function readWith(template: ChatTemplate, text: string): TemplatedText | undefined {
  const marks = [...text.matchAll(template.marker)];
  const bare = (piece: string) => piece.replace(template.strip ?? /$^/, '').trim();
  const systems = [bare(text.slice(0, marks[0]?.index))];
  const said: { speaker: Speaker; text: string }[] = [];
  for (const [index, mark] of marks.entries()) {
    const speaker = SPEAKERS[mark[1]?.toLowerCase() ?? ''];
    if (speaker === undefined) return undefined;
    let own = bare(text.slice(mark.index + mark[0].length, marks[index + 1]?.index));
    const system = template.system?.exec(own);
    if (system) {
      systems.push((system[1] ?? '').trim());
      own = own.slice(system[0].length).trim();
    }
    const last = said.at(-1);
    if (speaker === 'system') systems.push(own);
    else if (last?.speaker === speaker) last.text += `\n\n${own}`;
    else said.push({ speaker, text: own });
  }
  return { template, system: systems.filter((each) => each !== '').join('\n\n'), said };
}
