import type * as vscode from 'vscode';
import { planEnding } from '../../../tuning/launch/planNames';

export const planFiles: vscode.DocumentSelector = { pattern: `**/*${planEnding}` };
