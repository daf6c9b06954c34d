// The tools of src/agents for agents in VS Code. Loaded when one is first called.
import * as vscode from 'vscode';
import { mostCharacters, sentenceOfError, shortened } from '../../agents/answer';
import type { AgentTool } from '../../agents/tool';
import { ToolRefusal } from '../../agents/toolRefusal';
import { agentTools } from '../../agents/tools/index';
import { signalOf } from '../ui/cancellation';
import { setContext } from '../ui/contextKeys';
import { requireTrust } from '../ui/trust';
import type { Workbench } from '../workbench';
import { editorHost } from './editorHost';
import { toolConfirmation } from './toolConfirmation';

/** Tokens are shorter than this, in characters, but in few languages. */
const charactersOfToken = 3;

/** @param name without the prefix of VS Code's names @param title for people */
export async function prepareAgentTool(
  name: string,
  title: string,
  input: object,
): Promise<vscode.PreparedToolInvocation> {
  try {
    return await toolConfirmation(allowedTool(name), title, input);
  } catch (error) {
    throw new Error(sentenceOfError(error));
  }
}

/** @param name without the prefix of VS Code's names */
export async function runAgentTool(
  workbench: Workbench,
  name: string,
  { input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<object>,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const tool = allowedTool(name);
  const most = tokenizationOptions ? tokenizationOptions.tokenBudget * charactersOfToken : mostCharacters;
  const elsewhere = new AbortController();
  // What the user has agreed to, with its price, must not go to another project, or from the sandbox to Google.
  const connected = workbench.connections.onDidChange(() => elsewhere.abort(connectionChanged()));
  const signal = AbortSignal.any([signalOf(token), ...(tool.costs ? [elsewhere.signal] : [])]);
  try {
    const text = await tool.run(input, editorHost(workbench), signal);
    setContext('tunewright.hasRunTool', true);
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(shortened(text, most))]);
  } catch (error) {
    throw new Error(sentenceOfError(error));
  } finally {
    connected.dispose();
  }
}

/** In Restricted Mode, only tools that read files. Another extension can call the others, though agents aren't offered them. */
function allowedTool(name: string): AgentTool {
  const tool = agentTools.find((one) => one.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  if (tool.writes || tool.sends) requireTrust();
  return tool;
}

function connectionChanged(): ToolRefusal {
  return new ToolRefusal('The user has changed the connection, so this was stopped.');
}
